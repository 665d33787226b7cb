import Hark

/// A plugin whose handlers do what their deliveries say.
protocol ScriptedPlugin: Plugin {
    var scripts: Scripts { get }
}

extension ScriptedPlugin {
    func run(_ delivery: Delivery<Script>) async throws -> HandlerOutcome { try await scripts.run(delivery.body) }
}

/// What scripts need: the journal, and the chat.
struct Scripts: Sendable {
    let journal: Journal
    let chat: Chat

    /// - Parameter folder: where the journal is, and files to wait for.
    init(_ context: PluginContext, _ folder: Setting<String>) throws {
        journal = try Journal(folder: context.settings[folder])
        chat = context.chat
    }

    func run(_ script: Script) async throws -> HandlerOutcome { try await script.run(journal, chat) }
}
