private import CMicroHTTPD
private import Synchronization

/// The threads for handlers that may compute for long, two at most: one for those with a body above 64 KiB, which run
/// one after the other, and one for the others. Nothing else runs on them, so that commands, chat and short deliveries
/// never wait for such work. Daemons with one pool share it.
public final class WorkerPool: Sendable {
    /// One piece of work.
    struct Job: Sendable {
        /// Who asked for it.
        let holder: HeldBody.Holder
        /// Whether its head has proved its sender.
        let isProven: Bool
        /// Whether it need not start any more.
        let isCancelled: @Sendable () -> Bool
        /// Starts it on a lane, which must be told when it is over.
        let start: @Sendable (WorkerLane, _ completion: @escaping @Sendable () -> Void) -> Void
    }

    fileprivate struct Queue {
        var waiting: [Job] = []
        var isBusy = false
        var last: HeldBody.Holder?
        var short = 0
        var trimmed = MonotonicTime(milliseconds: 0)
    }

    private let limit: Int
    private let long = WorkerLane(label: "hark.work.long")
    private let short = WorkerLane(label: "hark.work.short")
    private let queue = ThreadLock(Queue())

    /// A pool in which at most so many long jobs wait, and as many others are at work, 1 to 10,000.
    public init(waiting limit: Int = 64) { self.limit = min(max(limit, 1), 10_000) }

    /// Takes a job; false when too many wait.
    func submit(_ job: Job, isLong: Bool) -> Bool { isLong ? submitLong(job) : submitShort(job) }

    private func submitShort(_ job: Job) -> Bool {
        let isTaken = queue.withLock { queue in
            guard queue.short < limit else { return false }
            queue.short += 1
            return true
        }
        if isTaken { job.start(short) { self.queue.withLock { $0.short -= 1 } } }
        return isTaken
    }

    private func submitLong(_ job: Job) -> Bool {
        let (isTaken, isFirst) = queue.withLock { queue -> (Bool, Bool) in
            if queue.waiting.count >= limit { queue.waiting.removeAll { $0.isCancelled() } }
            guard queue.waiting.count < limit else { return (false, false) }
            queue.waiting.append(job)
            defer { queue.isBusy = true }
            return (true, !queue.isBusy)
        }
        if isFirst { startNext() }
        return isTaken
    }

    private func startNext() {
        guard let job = queue.withLock({ $0.next() }) else { return }
        job.start(long) { self.finishLong() }
    }

    private func finishLong() {
        startNext()
        let isDue = queue.withLock { queue in
            let now = MonotonicTime.now
            guard !queue.isBusy, queue.trimmed + MonotonicTime.Interval(milliseconds: 1000) <= now else { return false }
            queue.trimmed = now
            return true
        }
        // Behind the end of the job's task, which still holds the body: the C library keeps what is freed by itself.
        if isDue { long.afterwards { malloc_trim(0) } }
    }
}

extension WorkerPool.Queue {
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
