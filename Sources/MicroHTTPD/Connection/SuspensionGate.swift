private import Synchronization

/// Counts suspended connections, and can be closed so that no more are suspended: `MHD_stop_daemon` aborts the process
/// if it finds one.
final class SuspensionGate: Sendable {
    private static let closed = 1 << 62
    private let state = Atomic(0)

    /// Whether a connection may be suspended now; if so, call `leave` after it is resumed.
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

    /// A suspended connection has been resumed.
    func leave() { state.subtract(1, ordering: .acquiringAndReleasing) }

    /// Prevents further suspensions.
    func close() { state.bitwiseOr(Self.closed, ordering: .acquiringAndReleasing) }

    /// The number of suspended connections.
    var count: Int { state.load(ordering: .acquiring) & ~Self.closed }
}
