import Hark

/// The rows of a plugin before an update.
struct Older: Plugin {
    static let folder = Setting<String>("HARK_UPDATED_FOLDER", help: "Where the journal is, and files to wait for.")

    static let manifest = Manifest<Self>(
        name: "updated", summary: "Has other rows after its update.", settings: [Older.folder],
        routes: [
            .post("/renamed", .json, run).durable(),
            .post("/retyped", .json, run).durable(),
            .post("/placed", .json, run).durable(),
            .post("/kept", .json, run).durable(),
        ])

    let journal: Journal
    let chat: Chat

    init(_ context: PluginContext) throws {
        journal = try Journal(folder: context.settings[Older.folder])
        chat = context.chat
    }

    private func run(_ delivery: Delivery<Script>) async throws -> HandlerOutcome {
        try await delivery.body.run(journal, chat)
    }
}

/// The rows of the same plugin after it: one has another path, one another type, one a placeholder.
struct Newer: Plugin {
    static let manifest = Manifest<Self>(
        name: "updated", summary: "Has other rows after its update.", settings: [Older.folder],
        routes: [
            .post("/renamed-to", .json, run).durable(),
            .post("/retyped", .json, count).durable(),
            .post("/placed/<place>", .json, runThere).durable(),
            .post("/kept", .json, run).durable(),
        ])

    /// What `/retyped` takes now.
    struct Counted: Decodable, Sendable {
        let count: Int
    }

    let journal: Journal
    let chat: Chat

    init(_ context: PluginContext) throws {
        journal = try Journal(folder: context.settings[Older.folder])
        chat = context.chat
    }

    private func run(_ delivery: Delivery<Script>) async throws -> HandlerOutcome {
        try await delivery.body.run(journal, chat)
    }

    private func runThere(_ delivery: Delivery<Script>, place: String) async throws -> HandlerOutcome {
        try await delivery.body.run(journal, chat)
    }

    private func count(_ delivery: Delivery<Counted>) { journal.note("counted", "\(delivery.body.count)") }
}
