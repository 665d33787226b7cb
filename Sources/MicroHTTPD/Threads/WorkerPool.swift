private import Dispatch
private import Synchronization

/// The thread for handlers that may compute for a long time: those with a body above 64 KiB, one after another. Nothing
/// else runs on it, so commands, chat and short deliveries never wait for such work. Daemons with the same pool share
/// it.
public final class WorkerPool: Sendable {
    /// One piece of work.
    struct Job: Sendable {
        /// The sender that it belongs to.
        let holder: HeldBody.Holder
        /// Whether its header section has authenticated its sender.
        let isProven: Bool
        /// Whether it was cancelled before it started.
        let isCancelled: @Sendable () -> Bool
        /// Answers 503 because there is too much work; the job is not started then.
        let giveWay: @Sendable () -> Void
        /// Starts it on a lane; it calls `completion` when it is done.
        let start: @Sendable (WorkerLane, _ completion: @escaping @Sendable () -> Void) -> Void
    }

    fileprivate struct Queue {
        var waiting: [Job] = []
        var isBusy = false
        var last: HeldBody.Holder?
    }

    private let limit: Int
    private let lane = WorkerLane(label: "hark.work")
    private let queue = ThreadLock(Queue())

    /// A pool with room for this many waiting jobs, 1 to 10,000.
    public init(waiting limit: Int = 64) { self.limit = min(max(limit, 1), 10_000) }

    /// Queues a job; returns false if too many wait.
    func submit(_ job: Job) -> Bool {
        let (isTaken, isFirst, victim) = queue.withLock { queue -> (Bool, Bool, Job?) in
            if queue.waiting.count >= limit { queue.waiting.removeAll { $0.isCancelled() } }
            let victim = queue.waiting.count < limit ? nil : queue.makeRoom(for: job)
            guard queue.waiting.count < limit else { return (false, false, nil) }
            queue.waiting.append(job)
            defer { queue.isBusy = true }
            return (true, !queue.isBusy, victim)
        }
        victim?.giveWay()
        if isFirst { startNext() }
        return isTaken
    }

    private func startNext() {
        guard let job = queue.withLock({ $0.next() }) else { return }
        job.start(lane) { self.startNext() }
    }
}

extension WorkerPool.Queue {
    /// Removes the newest unproven job of the sender with the most waiting jobs, if the new job is proven or its sender
    /// has fewer. Nil if there is none.
    fileprivate mutating func makeRoom(for job: WorkerPool.Job) -> WorkerPool.Job? {
        var counts: [HeldBody.Holder: Int] = [:]
        for other in waiting where !other.isProven { counts[other.holder, default: 0] += 1 }
        guard let most = counts.max(by: { $0.value < $1.value }),
            job.isProven || counts[job.holder, default: 0] + 1 < most.value,
            let index = waiting.lastIndex(where: { !$0.isProven && $0.holder == most.key })
        else { return nil }
        return waiting.remove(at: index)
    }

    /// The next job: the oldest proven one, otherwise the oldest one of another sender than the last job's, otherwise
    /// the oldest. Nil if there is none; the thread is idle then.
    fileprivate mutating func next() -> WorkerPool.Job? {
        waiting.removeAll { $0.isCancelled() }
        let turn = waiting.firstIndex { $0.isProven } ?? waiting.firstIndex { $0.holder != last }
        guard let index = turn ?? waiting.indices.first else {
            isBusy = false
            return nil
        }
        last = waiting[index].holder
        return waiting.remove(at: index)
    }
}

/// A thread for handlers' tasks. A serial queue, because serial queues have their own threads: only concurrent ones
/// share the pool that everything else runs on.
final class WorkerLane: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
