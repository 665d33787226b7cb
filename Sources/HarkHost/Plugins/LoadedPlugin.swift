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

    /// Binds a manifest's rows to a slot for the plugin's instance.
    init<Owner: Plugin>(_ entry: Catalog.Entry, _ rows: ManifestCheck<Owner>, _ services: PluginServices) {
        let slot = PluginSlot<Owner>(context: services.context(of: entry))
        type = Owner.self
        self.entry = entry
        endpoints = rows.routes.map { Endpoint($0, $1, in: slot, guardOptions: services.guardOptions) }
        commands = rows.commands.map { BoundCommand($0, $1) { slot.active } }
        listeners = rows.listeners.map { BoundListener($0, $1, of: entry.name) { slot.active } }
        schedules = rows.schedules.map { BoundSchedule($0, $1, in: slot) }
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
