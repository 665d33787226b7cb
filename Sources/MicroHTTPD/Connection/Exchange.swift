private import HTTPTypes
internal import HarkHTTP

/// The answering of one request: a handler's task, and the place where its response meets the connection.
final class Exchange: Interruptible {
    /// What a connection does when its wait is over.
    enum Outcome: Sendable {
        /// Sends this response.
        case response(Response)
        /// Closes, because no one is there to read.
        case abandoned
    }

    private enum Work: Sendable {
        case queued(BodyLease, @Sendable () async -> Void)
        case started(Task<Void, Never>)
        case over
    }

    private let outcome: OneShot<Outcome>
    private let work = ThreadLock(Work.over)

    /// An exchange whose handler has not started.
    private init(_ gate: SuspensionGate) { outcome = OneShot(gate) }

    /// Starts the handler at once on this thread, with what it enqueues, until it waits for something else.
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

    /// Lets a pool start the handler; nil when too much waits there. `memory` is given back when the handler has
    /// returned, not before.
    convenience init?(
        _ request: Request, _ admission: Admission, on pool: WorkerPool, for holder: HeldBody.Holder,
        holding memory: BodyLease, _ gate: SuspensionGate
    ) {
        self.init(gate)
        let outcome = outcome
        work.withLock {
            $0 = .queued(memory) {
                let response = await admission.respond(request)
                // Before the client has its answer: whoever has read it may send the next body.
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

    /// Takes the outcome, or suspends the connection until there is one.
    func take(orSuspend connection: ConnectionHandle) -> OneShot<Outcome>.Arrival {
        outcome.take(orSuspend: connection)
    }

    /// Takes the outcome if it is there.
    func take() -> Outcome? { outcome.take() }

    func interrupt(_ interruption: Interruption) {
        let replacement: Outcome =
            switch interruption {
            case .deadline: .response(.byServer(.serviceUnavailable, "The request took too long."))
            case .stopping: .response(.byServer(.serviceUnavailable, "The server is stopping."))
            case .outdone: .response(Refusal.tooMuchWork.response)
            case .clientLeft: .abandoned
            }
        // What has not started never will, and its request and body are released.
        let task = work.withLock { work -> Task<Void, Never>? in
            if case .started(let task) = work { return task }
            work = .over
            return nil
        }
        if outcome.put(replacement) { task?.cancel() }
    }

    private var isOver: Bool {
        work.withLock { if case .over = $0 { true } else { false } }
    }

    /// Starts what is queued on a lane; false when it is over already.
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
