import Hark

/// The rows of a plugin before an update.
struct Older: ScriptedPlugin {
    static let folder = Setting<String>("HARK_UPDATED_FOLDER", help: "Where the journal is, and files to wait for.")

    static let manifest = Manifest<Self>(
        name: "updated", summary: "Has other rows after its update.", settings: [Older.folder],
        routes: [
            .post("/renamed", .json, run).durable(),
            .post("/retyped", .json, run).durable(),
            .post("/placed", .json, run).durable(),
            .post("/kept", .json, run).durable(),
        ])

    let scripts: Scripts

    init(_ context: PluginContext) throws { scripts = try Scripts(context, Older.folder) }
}

/// The rows of the same plugin after it: one has another path, one another type, one a placeholder.
struct Newer: ScriptedPlugin {
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

    let scripts: Scripts

    init(_ context: PluginContext) throws { scripts = try Scripts(context, Older.folder) }

    private func runThere(_ delivery: Delivery<Script>, place: String) async throws -> HandlerOutcome {
        try await scripts.run(delivery.body)
    }

    private func count(_ delivery: Delivery<Counted>) { scripts.journal.note("counted", "\(delivery.body.count)") }
}
