private import Synchronization

/// The slot of one chosen plugin, which exists as long as the bot runs, whether the plugin is active or not.
final class PluginSlot<Owner: Plugin>: Sendable {
    private enum State {
        /// Not active; with the instance, if one has been prepared.
        case idle(Owner?)
        /// Being activated; `isWanted` is false if it was deactivated in the meantime.
        case beginning(Owner?, isWanted: Bool)
        case active(Owner)
        /// Being deactivated.
        case ending
    }

    private let context: PluginContext
    private let state = Mutex(State.idle(nil))

    /// A slot whose plugin is not active yet.
    init(context: PluginContext) { self.context = context }

    /// The instance, while the plugin is active.
    var active: Owner? { state.withLock { if case .active(let owner) = $0 { owner } else { nil } } }

    /// The instance, from `prepare` on, whether it is active or not.
    var prepared: Owner? {
        state.withLock { state in
            switch state {
            case .idle(let owner), .beginning(let owner, _): owner
            case .active(let owner): owner
            case .ending: nil
            }
        }
    }

    /// Creates the instance, if there is none, without activating it.
    /// - Throws: what its initializer throws.
    func prepare() throws {
        guard prepared == nil else { return }
        let owner = try Owner(context)
        state.withLock { if case .idle = $0 { $0 = .idle(owner) } }
    }

    /// Activates the plugin, with a prepared or a new instance; does nothing if it is active.
    /// - Throws: what the plugin throws, and `SlotConflict` if it is being activated or deactivated already; it stays
    ///   inactive then.
    func activate() async throws {
        let begins = try state.withLock { state throws(SlotConflict) -> Bool in
            switch state {
            case .idle(let owner): state = .beginning(owner, isWanted: true)
            case .active: return false
            case .beginning, .ending: throw SlotConflict()
            }
            return true
        }
        guard begins else { return }
        let owner: Owner
        do {
            owner = try prepared ?? Owner(context)
            state.withLock { if case .beginning(_, let isWanted) = $0 { $0 = .beginning(owner, isWanted: isWanted) } }
            try await owner.activate()
        } catch {
            state.withLock { $0 = .idle(nil) }
            throw error
        }
        let isWanted = state.withLock { state in
            guard case .beginning(_, isWanted: true) = state else {
                state = .ending
                return false
            }
            state = .active(owner)
            return true
        }
        guard isWanted else {
            await end(owner)
            throw SlotConflict()
        }
    }

    /// Drops the instance, after its `deactivate`. If it is just being activated, it is dropped once that has finished.
    /// That, and another `deactivate` that is under way, is not waited for.
    func deactivate() async {
        let owner = state.withLock { state -> Owner? in
            switch state {
            case .idle: state = .idle(nil)
            case .beginning(let owner, _): state = .beginning(owner, isWanted: false)
            case .active(let owner):
                state = .ending
                return owner
            case .ending: break
            }
            return nil
        }
        if let owner { await end(owner) }
    }

    private func end(_ owner: Owner) async {
        await owner.deactivate()
        state.withLock { $0 = .idle(nil) }
    }
}

/// The plugin is being activated or deactivated already.
struct SlotConflict: Error, CustomStringConvertible {
    var description: String { "it is being activated or deactivated already." }
}
