public import Hark

/// Announces builds that ended.
public struct Builds: Plugin {
    static let token = Setting<Secret>("HARK_BUILDS_TOKEN", help: "Bearer token of the build server.")

    public static let manifest = Manifest<Self>(
        name: "builds",
        summary: "Announces builds that ended.",
        settings: [token],
        routes: [.post("/builds/<project>", .json, announceBuild).verified(by: .bearer, with: \.token)]
    )

    let token: Secret
    let chat: Chat

    public init(_ context: PluginContext) throws {
        token = try context.settings[Self.token]
        chat = context.chat
    }

    func announceBuild(_ delivery: Delivery<Build>, project: String) async throws -> HandlerOutcome {
        guard delivery.body.state != .running else { return .ignored("a build that still runs") }
        try await chat.announce("\(project) #\(delivery.body.number) \(delivery.body.state)")
        return .handled()
    }
}

/// What `/builds/<project>` takes: `{"number": 7, "state": "passed"}`.
struct Build: Decodable {
    enum State: String, Decodable { case running, passed, failed }

    let number: Int
    let state: State
}
