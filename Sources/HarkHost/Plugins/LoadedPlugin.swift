/// A plugin as the host keeps it: its manifest's tables without its type.
struct LoadedPlugin: Sendable {
    let name: String
    let summary: String
    let version: String?
    let settings: [any SettingDeclaration]
    let events: EventTable?
    let endpoints: [Endpoint]
    let commands: [BoundCommand]
    let isActive: @Sendable () -> Bool
    let prepare: @Sendable () throws -> Void
    let activate: @Sendable () async throws -> Void
    let deactivate: @Sendable () async -> Void

    /// Binds a manifest's rows to the slot of its plugin. Rows with faults are left out: they have been reported.
    init<Owner: Plugin>(
        _ plugin: Owner.Type,
        settings: Settings,
        guardOptions: RequestGuardOptions,
        chat: Chat,
        logger: Logger,
        clock: BotClock
    ) {
        let manifest = Owner.manifest
        var labelled = logger
        labelled[metadataKey: "plugin"] = "\(manifest.name)"
        let context = PluginContext(
            settings: Settings(settings, of: manifest.settings), chat: chat, logger: labelled, clock: clock)
        let slot = PluginSlot<Owner>(context: context)
        name = manifest.name
        summary = manifest.summary
        version = manifest.version
        self.settings = manifest.settings
        events = manifest.events
        endpoints = manifest.routes.compactMap { Endpoint($0, of: manifest, in: slot, guardOptions: guardOptions) }
        commands = manifest.commands.compactMap { command in
            BoundCommand(command, of: manifest.name) { _ in slot.active }
        }
        isActive = { slot.active != nil }
        prepare = { try slot.prepare() }
        activate = { try await slot.activate() }
        deactivate = { await slot.deactivate() }
    }
}
