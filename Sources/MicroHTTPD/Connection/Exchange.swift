private import HTTPTypes
internal import HarkHTTP

/// The handling of one request: the handler's task, and the place where the connection picks up its response.
final class Exchange: Sendable {
    /// What the connection does when its wait is over.
    enum Outcome: Sendable {
        /// Sends this response.
        case response(Response)
        /// Closes, because the client is gone.
        case abandoned
    }

    /// Why a handler is interrupted.
    enum Interruption: Sendable {
        /// Its deadline passed.
        case deadline
        /// The client disconnected.
        case clientLeft
        /// The daemon is stopping.
        case stopping
        /// There is too much work, and another sender's takes precedence.
        case outdone
    }

    private enum Work: Sendable {
        case queued(BodyLease, @Sendable () async -> Void)
        case started(Task<Void, Never>)
        case over
    }

    private let outcome: Rendezvous<Outcome>
    private let work = ThreadLock(Work.over)

    /// An exchange whose handler has not started.
    private init(_ gate: SuspensionGate) { outcome = Rendezvous(gate) }

    /// Runs the handler and the jobs that it enqueues on this thread, until it waits for something else.
    convenience init(_ request: Request, _ admission: Admission, on executor: CallbackExecutor, _ gate: SuspensionGate)
    {
        self.init(gate)
        let outcome = outcome
        let task = executor.collect {
            Task.immediate(executorPreference: executor) { () -> Void in
                outcome.put(.response(await admission.respond(request)))
            }
        }
        work.withLock { $0 = .started(task) }
    }

    /// Queues the handler in a pool; nil if too many wait there. `memory` is given back when the handler has returned,
    /// not before.
    convenience init?(
        _ request: Request, _ admission: Admission, on pool: WorkerPool, for holder: HeldBody.Holder,
        holding memory: BodyLease, _ gate: SuspensionGate
    ) {
        self.init(gate)
        let outcome = outcome
        work.withLock {
            $0 = .queued(memory) {
                let response = await admission.respond(request)
                // Before the client gets its response: once it has read that, it may send the next body.
                memory.giveBack()
                outcome.put(.response(response))
            }
        }
        let job = WorkerPool.Job(
            holder: holder, isProven: admission.headIsProven, isCancelled: { self.isOver },
            giveWay: { self.interrupt(.outdone) },
            start: { lane, completion in
                if !self.start(on: lane, completion) { completion() }
            })
        guard pool.submit(job) else { return nil }
    }

    /// Returns the outcome, or suspends the connection until there is one.
    func take(orSuspend connection: ConnectionHandle) -> Rendezvous<Outcome>.Arrival {
        outcome.take(orSuspend: connection)
    }

    /// Returns the outcome if there is one.
    func take() -> Outcome? { outcome.take() }

    /// Ends the wait for this reason and cancels the handler. Does nothing if there is an outcome already.
    /// - Returns: whether there was none.
    @discardableResult
    func interrupt(_ interruption: Interruption) -> Bool {
        let replacement: Outcome =
            switch interruption {
            case .deadline: .response(.byServer(.serviceUnavailable, "The request took too long."))
            case .stopping: .response(.byServer(.serviceUnavailable, "The server is stopping."))
            case .outdone: .response(Refusal.tooMuchWork.response)
            case .clientLeft: .abandoned
            }
        // Work that has not started never will; its request and body are released.
        let task = work.withLock { work -> Task<Void, Never>? in
            if case .started(let task) = work { return task }
            work = .over
            return nil
        }
        let isFirst = outcome.put(replacement)
        if isFirst { task?.cancel() }
        return isFirst
    }

    private var isOver: Bool {
        work.withLock { if case .over = $0 { true } else { false } }
    }

    /// Starts queued work on a lane; returns false if the exchange is over already.
    private func start(on lane: WorkerLane, _ completion: @escaping @Sendable () -> Void) -> Bool {
        work.withLock { work in
            guard case .queued(let memory, let run) = work else { return false }
            memory.extendForWork()
            work = .started(
                Task(executorPreference: lane) {
                    await run()
                    completion()
                })
            return true
        }
    }
}
