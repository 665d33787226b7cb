private import Synchronization

/// Counts suspended connections, and can be closed so that no other one is suspended: `MHD_stop_daemon` aborts the
/// process when it finds one.
final class SuspensionGate: Sendable {
    private static let closed = 1 << 62
    private let state = Atomic(0)

    /// Whether a connection may be suspended now; if so, `leave` must follow its resumption.
    func enter() -> Bool {
        var current = state.load(ordering: .relaxed)
        while current & Self.closed == 0 {
            let (exchanged, original) = state.weakCompareExchange(
                expected: current, desired: current + 1, ordering: .acquiringAndReleasing)
            if exchanged { return true }
            current = original
        }
        return false
    }

    /// A connection that entered has been resumed.
    func leave() { state.subtract(1, ordering: .acquiringAndReleasing) }

    /// Lets no one in any more.
    func close() { state.bitwiseOr(Self.closed, ordering: .acquiringAndReleasing) }

    /// How many connections are suspended.
    var count: Int { state.load(ordering: .acquiring) & ~Self.closed }
}
