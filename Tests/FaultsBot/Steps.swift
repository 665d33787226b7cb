import Hark

/// Does what each delivery says, on a row for each kind of durable delivery.
struct Steps: Plugin {
    static let folder = Setting<String>("HARK_STEPS_FOLDER", help: "Where the journal is, and files to wait for.")

    static let manifest = Manifest<Self>(
        name: "steps", summary: "Does what each delivery says.", settings: [folder],
        routes: [
            .post("/steps", .json, run).durable(),
            .post("/large", .json, run).durable().accepting(atMost: 26 << 20),
            .post("/brief", .json, run).durable(within: .seconds(1)),
            .post("/serial", .json, run).durable(key: \.body.key, .serial),
            .post("/latest", .json, run).durable(key: \.body.key, .latest),
            .post("/cancelling", .json, run).durable(key: \.body.key, .latest(cancelling: true)),
        ])

    let journal: Journal
    let chat: Chat

    init(_ context: PluginContext) throws {
        journal = try Journal(folder: context.settings[Self.folder])
        chat = context.chat
    }

    private func run(_ delivery: Delivery<Script>) async throws -> HandlerOutcome {
        try await delivery.body.run(journal, chat)
    }
}
