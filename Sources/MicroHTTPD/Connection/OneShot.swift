private import Synchronization

/// Where a connection meets the value that it waits for. Whoever comes first waits for the other: the value in its
/// place, or the connection suspended. The connection is resumed exactly once, by the value that it waited for.
final class OneShot<Value: Sendable>: Sendable {
    /// What a connection found when it asked.
    enum Arrival {
        /// The value was there.
        case value(Value)
        /// It was not; the connection is suspended and will be called again.
        case suspended
        /// It was not, and the daemon is stopping, so the connection must not wait.
        case stopping
    }

    private enum State {
        case empty
        case awaited(by: ConnectionHandle)
        case full(Value)
        case closed
    }

    private let state = Mutex(State.empty)
    private let gate: SuspensionGate

    /// An empty place; its connection waits only while the gate is open.
    init(_ gate: SuspensionGate) { self.gate = gate }

    /// Leaves the value and resumes the connection if it waits. Returns false when there has been a value already.
    @discardableResult
    func put(_ value: Value) -> Bool {
        let (isFirst, waiting) = state.withLock { state -> (Bool, ConnectionHandle?) in
            switch state {
            case .empty:
                state = .full(value)
                return (true, nil)
            case .awaited(let connection):
                state = .full(value)
                return (true, connection)
            case .full, .closed:
                return (false, nil)
            }
        }
        // Until this, the connection is suspended and no one else can reach it.
        if let waiting {
            waiting.resume()
            gate.leave()
        }
        return isFirst
    }

    /// Takes the value, or suspends the connection until there is one. In a callback of that connection only.
    func take(orSuspend connection: ConnectionHandle) -> Arrival {
        state.withLock { state in
            if case .full(let value) = state {
                state = .closed
                return .value(value)
            }
            guard gate.enter() else { return .stopping }
            state = .awaited(by: connection)
            connection.suspend()
            return .suspended
        }
    }

    /// Takes the value if it is there.
    func take() -> Value? {
        state.withLock { state in
            guard case .full(let value) = state else { return nil }
            state = .closed
            return value
        }
    }
}
