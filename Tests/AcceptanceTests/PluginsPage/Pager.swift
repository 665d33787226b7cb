import Hark
import HarkClient

/// Pages people.
struct Pager: Plugin {
    static let manifest = Manifest<Self>(
        name: "pager",
        summary: "Pages people.",
        commands: [.command("page <person>", help: "Pages someone.", page)]
    )

    let http: HTTPClient

    init(_ context: PluginContext) { http = context.http }

    func page(person: String) async throws -> String {
        var request = ClientRequest.post("https://pager.example.org/pages", json: ["to": .string(person)])
        request.timeout = .seconds(5)
        let response = try await http.send(request)
        guard response.status == .created else { return "The pager answers \(response.status.code)." }
        return "\(person) is paged."
    }
}
