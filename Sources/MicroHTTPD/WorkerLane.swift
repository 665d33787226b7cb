private import Dispatch

/// A thread for handlers' tasks. A serial queue, because those have threads of their own: only concurrent ones share the
/// pool on which everything else runs.
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
