private import HTTPTypes
internal import HarkHTTP

/// The answering of one request: a handler's task, and the place where its response meets the connection.
final class Exchange: Interruptible {
    /// What a connection does when its wait is over.
    enum Outcome: Sendable {
        /// Sends this response.
        case response(Response)
        /// Closes, because nobody is there to read.
        case abandoned
    }

    private let outcome: Handoff<Outcome>
    private let task: Task<Void, Never>

    /// Starts the handler: at once on this thread, with what it enqueues, until it waits for something else; or, when
    /// it is offloaded, on the global pool.
    init(_ request: Request, _ admission: Admission, on executor: CallbackExecutor, _ gate: SuspensionGate) {
        let outcome = Handoff<Outcome>(gate)
        self.outcome = outcome
        if admission.offloaded {
            task = Task.detached { outcome.put(.response(await admission.respond(to: request))) }
        } else {
            task = executor.collect {
                Task.immediate(executorPreference: executor) {
                    outcome.put(.response(await admission.respond(to: request)))
                }
            }
        }
    }

    /// Takes the outcome, or suspends the connection until there is one.
    func take(orSuspend connection: ConnectionHandle) -> Handoff<Outcome>.Arrival {
        outcome.take(orSuspend: connection)
    }

    /// Takes the outcome if it is there.
    func take() -> Outcome? { outcome.take() }

    func interrupt(_ interruption: Interruption) {
        let replacement: Outcome =
            switch interruption {
            case .deadline: .response(.byServer(.serviceUnavailable, "The request took too long."))
            case .stopping: .response(.byServer(.serviceUnavailable, "The server is stopping."))
            case .clientLeft: .abandoned
            }
        if outcome.put(replacement) { task.cancel() }
    }
}
