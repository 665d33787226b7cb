private import Synchronization

/// One chosen plugin for as long as the bot runs, whether it is active or not.
final class PluginSlot<Owner: Plugin>: Sendable {
    private let context: PluginContext
    private let instance = Mutex<Owner?>(nil)

    /// A slot whose plugin is not active yet.
    init(context: PluginContext) { self.context = context }

    /// The instance, while the plugin is active.
    var active: Owner? { instance.withLock { $0 } }

    /// Makes an instance and lets it prepare; does nothing when there is one.
    /// - Throws: what the plugin throws; it stays inactive then.
    func activate() async throws {
        guard active == nil else { return }
        let owner = try Owner(context)
        try await owner.activate()
        instance.withLock { $0 = owner }
    }

    /// Drops the instance after it has cleaned up; does nothing when there is none.
    func deactivate() async {
        guard let owner = instance.withLock({ $0.take() }) else { return }
        await owner.deactivate()
    }
}
