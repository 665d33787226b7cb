private import CMicroHTTPD
private import Dispatch
private import Synchronization

/// The thread for handlers that may compute for long: those with a body above 64 KiB, one after the other. Nothing else
/// runs on it, so that commands, chat and short deliveries never wait for such work. Daemons with one pool share it.
public final class WorkerPool: Sendable {
    /// One piece of work.
    struct Job: Sendable {
        /// Who asked for it.
        let holder: HeldBody.Holder
        /// Whether its head has proved its sender.
        let isProven: Bool
        /// Whether it need not start any more.
        let isCancelled: @Sendable () -> Bool
        /// Answers for it that there is too much work; it need not start then.
        let giveWay: @Sendable () -> Void
        /// Starts it on a lane, which must be told when it is over.
        let start: @Sendable (WorkerLane, _ completion: @escaping @Sendable () -> Void) -> Void
    }

    fileprivate struct Queue {
        var waiting: [Job] = []
        var isBusy = false
        var last: HeldBody.Holder?
        var trimmed = MonotonicTime(milliseconds: 0)
    }

    private let limit: Int
    private let lane = WorkerLane(label: "hark.work")
    private let queue = ThreadLock(Queue())

    /// A pool in which at most so many jobs wait, 1 to 10,000.
    public init(waiting limit: Int = 64) { self.limit = min(max(limit, 1), 10_000) }

    /// Takes a job; false when too many wait.
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
        job.start(lane) { self.finish() }
    }

    private func finish() {
        startNext()
        let isDue = queue.withLock { queue in
            let now = MonotonicTime.now
            guard !queue.isBusy, queue.trimmed + MonotonicTime.Interval(milliseconds: 1000) <= now else { return false }
            queue.trimmed = now
            return true
        }
        // Behind the end of the job's task, which still holds the body: the C library keeps what is freed by itself.
        if isDue { lane.afterwards { malloc_trim(0) } }
    }
}

extension WorkerPool.Queue {
    /// Takes the newest job out that has proved nothing, of the sender who has most of them waiting: for one that has,
    /// or whose sender has fewer. Nil when there is none.
    fileprivate mutating func makeRoom(for job: WorkerPool.Job) -> WorkerPool.Job? {
        var counts: [HeldBody.Holder: Int] = [:]
        for other in waiting where !other.isProven { counts[other.holder, default: 0] += 1 }
        guard let most = counts.max(by: { $0.value < $1.value }),
            job.isProven || counts[job.holder, default: 0] + 1 < most.value,
            let index = waiting.lastIndex(where: { !$0.isProven && $0.holder == most.key })
        else { return nil }
        return waiting.remove(at: index)
    }

    /// The job whose turn it is: those whose head has proved their sender first, and never two of one sender when
    /// another waits. Nil when none does; the thread has nothing to do then.
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

/// A thread for handlers' tasks. A serial queue, because those have threads of their own: only concurrent ones share
/// the pool on which everything else runs.
final class WorkerLane: TaskExecutor {
    private let queue: DispatchQueue

    init(label: String) { queue = DispatchQueue(label: label) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Runs this behind what was enqueued before.
    func afterwards(_ work: @escaping @Sendable () -> Void) { queue.async(execute: work) }
}
