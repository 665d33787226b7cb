/// A schedule bound to the slot of its plugin.
struct BoundSchedule: Sendable {
    let row: CatalogSchedule
    let isActive: @Sendable () -> Bool
    /// Runs the plugin's method.
    /// - Throws: what the method throws, and `InactivePlugin`.
    let run: @Sendable (ScheduledRun) async throws -> Void

    /// Binds a row.
    init<Owner: Plugin>(_ row: CatalogSchedule, _ schedule: Schedule<Owner>, in slot: PluginSlot<Owner>) {
        self.row = row
        isActive = { slot.active != nil }
        run = { run in
            guard let owner = slot.active else { throw InactivePlugin() }
            try await schedule.invoke(owner, run)
        }
    }
}
