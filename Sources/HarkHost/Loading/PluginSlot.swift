private import Synchronization

/// One chosen plugin for as long as the bot runs, whether it is active or not.
final class PluginSlot<Owner: Plugin>: Sendable {
    private struct State {
        var instance: Owner?
        var isActive = false
        /// Whether somebody activates it right now.
        var isBeginning = false
    }

    private let context: PluginContext
    private let state = Mutex(State())

    /// A slot whose plugin is not active yet.
    init(context: PluginContext) { self.context = context }

    /// The instance, while the plugin is active.
    var active: Owner? { state.withLock { $0.isActive ? $0.instance : nil } }

    /// The instance, from `prepare` on, whether it is active or not.
    var prepared: Owner? { state.withLock { $0.instance } }

    /// Makes the instance, if there is none, without having it do anything yet.
    /// - Throws: what its initializer throws.
    func prepare() throws {
        guard prepared == nil else { return }
        let owner = try Owner(context)
        state.withLock { $0.instance = owner }
    }

    /// Makes an instance, unless one is prepared, and lets it begin; does nothing when it is active, or about to be.
    /// - Throws: what the plugin throws; it stays inactive then.
    func activate() async throws {
        let isFirst = state.withLock { state -> Bool in
            guard !state.isActive, !state.isBeginning else { return false }
            state.isBeginning = true
            return true
        }
        guard isFirst else { return }
        do {
            try prepare()
            try await prepared?.activate()
        } catch {
            state.withLock { $0 = State() }
            throw error
        }
        state.withLock { state in
            state.isActive = state.instance != nil
            state.isBeginning = false
        }
    }

    /// Drops the instance after it has cleaned up; does nothing when the plugin is not active.
    func deactivate() async {
        let owner = state.withLock { state -> Owner? in
            defer { state = State() }
            return state.isActive ? state.instance : nil
        }
        await owner?.deactivate()
    }
}
