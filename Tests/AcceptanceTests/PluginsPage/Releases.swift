import Hark
import HarkClient

/// Announces new releases, and says every working day how many there were.
struct Releases: Plugin {
    static let manifest = Manifest<Self>(
        name: "releases",
        summary: "Announces new releases.",
        schedules: [.every(.minutes(5), poll), .cron("0 9 * * 1-5", in: "Europe/Berlin", named: "summary", summarize)]
    )

    let chat: Chat
    let http: HTTPClient
    let store: PluginStore

    init(_ context: PluginContext) {
        chat = context.chat
        http = context.http
        store = context.store
    }

    func poll() async throws {
        let response = try await http.send(.get("https://releases.example.org/newest"))
        guard response.status == .ok else { throw Rejection(.badGateway, "The server answers \(response.status).") }
        let newest = response.text
        guard try await store.value("announced/\(newest)", as: Bool.self) == nil else { return }
        try await chat.announce("\(newest) is out.")
        try await store.set(true, for: "announced/\(newest)", expiringIn: .days(90))
        try await store.update("count", default: 0) { $0 += 1 }
    }

    func summarize() async throws {
        let count = try await store.value("count", as: Int.self) ?? 0
        try await chat.announce("\(count) releases so far.")
    }
}
