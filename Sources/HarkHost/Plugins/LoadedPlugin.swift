internal import HarkClient

/// A plugin without its type, as the host keeps it: the tables of its manifest.
package struct LoadedPlugin: Sendable {
    let type: any Plugin.Type
    let entry: Catalog.Entry
    package let endpoints: [Endpoint]
    let commands: [BoundCommand]
    let listeners: [BoundListener]
    let schedules: [BoundSchedule]
    /// The plugin's instance as a chat network, once there is one; nil for a plugin that is not a network.
    let network: @Sendable () -> (any ChatNetwork)?
    /// The plugin's instance as a store, once there is one; nil for a plugin that is not a store.
    let store: @Sendable () -> (any StorePlugin)?
    let isActive: @Sendable () -> Bool
    let prepare: @Sendable () throws -> Void
    let activate: @Sendable () async throws -> Void
    let deactivate: @Sendable () async -> Void

    /// Binds a manifest's rows to the slot of its plugin. Rows with faults are left out; the faults have been reported.
    init<Owner: Plugin>(
        _ plugin: Owner.Type,
        settings: Settings,
        guardOptions: RequestGuardOptions,
        chat: Chat,
        logger: Logger,
        clock: BotClock,
        stores: PluginStores,
        http: HTTPClient,
        webSockets: WebSocketConfiguration,
        baseURL: BaseURL?,
        keys: PublishedKeys
    ) {
        let manifest = Owner.manifest
        var labelled = logger
        labelled[metadataKey: "plugin"] = "\(manifest.name)"
        var context = PluginContext(
            settings: Settings(settings, of: manifest.settings), chat: chat, logger: labelled, clock: clock,
            store: stores.store(of: manifest.name), http: http, webSockets: webSockets, baseURL: baseURL)
        context.publishedKeys = keys
        let slot = PluginSlot<Owner>(context: context)
        type = plugin
        let entry = Catalog.Entry(plugin)
        self.entry = entry
        endpoints = zip(entry.routeRows, manifest.routes).compactMap { parsed, row in
            parsed.map { Endpoint($0, row, in: slot, guardOptions: guardOptions) }
        }
        commands = zip(entry.commandRows, manifest.commands).compactMap { parsed, row in
            parsed.map { BoundCommand($0, row) { slot.active } }
        }
        listeners = manifest.listeners.compactMap { row in BoundListener(row, of: manifest.name) { slot.active } }
        schedules = zip(entry.scheduleRows, manifest.schedules).compactMap { parsed, row in
            parsed.map { BoundSchedule($0, row, in: slot) }
        }
        network = { slot.prepared as? any ChatNetwork }
        store = { slot.prepared as? any StorePlugin }
        isActive = { slot.active != nil }
        prepare = { try slot.prepare() }
        activate = { try await slot.activate() }
        deactivate = { await slot.deactivate() }
    }

    var name: String { entry.name }
    var summary: String { entry.summary }
    var version: String? { entry.version }
    var settings: [any SettingDeclaration] { entry.settings }
    var events: EventDeclaration? { entry.events }
}
