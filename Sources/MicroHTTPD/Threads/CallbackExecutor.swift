private import Dispatch
private import Synchronization

/// Runs a handler's task on the daemon's thread while that thread is in the callback that started it, and on the global
/// pool afterwards. So a hop to an actor and back costs neither a thread switch nor a suspended connection.
final class CallbackExecutor: TaskExecutor {
    /// Most jobs that a callback runs before it leaves the rest to the pool: its thread serves other connections too.
    private static let jobLimit = 64
    /// After this time, a callback starts no more jobs.
    private static let timeLimit = MonotonicTime.Interval(milliseconds: 5)

    private struct Queue {
        var jobs: [UnownedJob] = []
        var isCollecting = false
    }

    private let queue = Mutex(Queue())

    /// Starts a task in `start`, then runs the jobs that it enqueues until none is left or a limit is reached.
    func collect<Started>(_ start: () -> Started) -> Started {
        queue.withLock { $0.isCollecting = true }
        let started = start()
        let deadline = MonotonicTime.now + Self.timeLimit
        for _ in 0..<Self.jobLimit {
            guard let job = next() else { return started }
            unsafe job.runSynchronously(on: asUnownedTaskExecutor())
            if MonotonicTime.now > deadline { break }
        }
        let rest = queue.withLock { queue in
            queue.isCollecting = false
            defer { queue.jobs.removeAll() }
            return queue.jobs
        }
        for job in rest { runOnPool(job) }
        return started
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isKept = queue.withLock { queue in
            if queue.isCollecting { queue.jobs.append(job) }
            return queue.isCollecting
        }
        if !isKept { runOnPool(job) }
    }

    /// The oldest job; if there is none, later jobs go to the pool.
    private func next() -> UnownedJob? {
        queue.withLock { queue in
            guard queue.jobs.isEmpty else { return queue.jobs.removeFirst() }
            queue.isCollecting = false
            return nil
        }
    }

    /// The global queue rather than the global executor: the job must run on this executor, otherwise each call of a
    /// nonisolated function would be another trip through the pool.
    private func runOnPool(_ job: UnownedJob) {
        DispatchQueue.global().async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
