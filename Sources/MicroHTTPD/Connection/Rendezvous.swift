private import Synchronization

/// A value that a connection waits for. Whichever comes first waits for the other: the value is stored, or the
/// connection is suspended. The connection is resumed exactly once, by the value that it waited for.
final class Rendezvous<Value: Sendable>: Sendable {
    /// What a connection gets when it asks for the value.
    enum Arrival {
        /// The value.
        case value(Value)
        /// Nothing yet; the connection is suspended and will be called again.
        case suspended
        /// Nothing yet, and the daemon is stopping, so the connection must not wait.
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

    /// Without a value; its connection waits only while the gate is open.
    init(_ gate: SuspensionGate) { self.gate = gate }

    /// Stores the value and resumes the connection if it waits. Returns false if there was a value already.
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
        // Until this call the connection is suspended and nobody else uses it.
        if let waiting {
            waiting.resume()
            gate.leave()
        }
        return isFirst
    }

    /// Returns the value, or suspends the connection until there is one. Only within a callback of that connection.
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

    /// Returns the value if there is one.
    func take() -> Value? {
        state.withLock { state in
            guard case .full(let value) = state else { return nil }
            state = .closed
            return value
        }
    }
}
