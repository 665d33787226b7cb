internal import CSQLite
private import Glibc
internal import Synchronization
private import SystemThreads

/// The one thread that uses the store's connection.
///
/// It does what was queued while it did the jobs before, in one transaction: the more is waiting, the less each commit
/// costs. Nothing waits for a timer.
final class StoreThread: Sendable {
    /// What the thread needs besides the session.
    struct Hooks: Sendable {
        /// Frees space on the disk. Runs on the thread, outside of a transaction.
        var makeRoom: @Sendable (StoreSession) -> Void = { _ in }
        /// The time by which commits are measured.
        var steady: @Sendable () -> ContinuousClock.Instant = { .now }
        /// Runs on the thread, once, when the store cannot be used any more and those who waited know it.
        var onFailure: @Sendable (StoreError) -> Void = { _ in }
        /// Runs on the thread after the last job, if the store has not failed.
        var onClose: @Sendable (StoreSession) -> Void = { _ in }
    }

    private enum Phase {
        case working
        /// What is queued is done; nothing more is queued.
        case closing
        /// What is queued is dropped, as if the process had died.
        case abandoning
        case ended
    }

    private struct State {
        var jobs: [any StoreJob] = []
        var phase = Phase.working
        /// Whether the thread waits for the bell.
        var isAsleep = false
        var failure: StoreError?
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    /// Most jobs of a transaction.
    static let batch = 128

    private let hooks: Hooks
    private let observer = Mutex<StoreObserver?>(nil)
    private let state = Mutex(State())
    /// How many jobs were submitted. Orders their contents for the thread sanitizer, which does not see the hand-over
    /// through a contended `Mutex`.
    private let submitted = Atomic<Int>(0)
    private let bell: Int32

    private init(_ hooks: Hooks) {
        self.hooks = hooks
        bell = eventfd(0, Int32(EFD_CLOEXEC))
    }

    deinit { Glibc.close(bell) }

    /// Starts a thread, which calls `open` and then does jobs.
    /// - Parameter lock: released when the thread has ended and the database is closed.
    /// - Returns: the thread, and what `open` returned besides the session.
    static func start<Report: Sendable>(
        _ hooks: Hooks, owning lock: FolderLock? = nil,
        _ open: @escaping @Sendable () throws(StoreOpenError) -> (StoreSession, Report)
    ) async throws(StoreOpenError) -> (StoreThread, Report) {
        let thread = StoreThread(hooks)
        guard thread.bell >= 0 else { throw .system("The store has no file descriptor left.") }
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Report, StoreOpenError>, Never>) in
            let isStarted = SystemThread.start {
                let failure = thread.run(open) { continuation.resume(returning: .success($0)) }
                lock?.release()
                thread.end()
                if let failure { continuation.resume(returning: .failure(failure)) }
            }
            if !isStarted {
                continuation.resume(returning: .failure(.system("The system has no thread left for the store.")))
            }
        }
        return (thread, try result.get())
    }

    /// Does a job on the thread.
    func run<Value: Sendable>(
        _ kind: StoreJobKind, _ body: @escaping @Sendable (StoreSession) throws -> Value
    ) async throws(StoreError) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, StoreError>, Never>) in
            submit(AwaitedJob(kind, body, continuation))
        }
        return try result.get()
    }

    /// Sets who is told, on the thread, of each durable commit.
    func setObserver(_ observer: StoreObserver) { self.observer.withLock { $0 = observer } }

    /// How many jobs wait for the next transaction.
    var queueLength: Int { state.withLock { $0.jobs.count } }

    /// - Throws: why it takes no new jobs.
    func checkIsOpen() throws(StoreError) {
        let refusal = state.withLock { $0.phase == .working ? $0.failure : .closed }
        if let refusal { throw refusal }
    }

    /// Whether it takes new jobs.
    var isWorking: Bool { state.withLock { $0.phase == .working } }

    /// Does what is queued, then ends the thread. Later jobs fail.
    func close() async { await end(by: .closing) }

    /// Ends the thread as if the process had died: nothing that is queued is done, and nothing is tidied up.
    func abandon() async { await end(by: .abandoning) }

    private func submit(_ job: any StoreJob) {
        submitted.add(1, ordering: .releasing)
        let (refusal, wakes) = state.withLock { state -> (StoreError?, Bool) in
            if state.phase != .working { return (.closed, false) }
            if let failure = state.failure { return (failure, false) }
            state.jobs.append(job)
            defer { state.isAsleep = false }
            return (nil, state.isAsleep)
        }
        if wakes { eventfd_write(bell, 1) }
        if let refusal {
            job.fail(refusal)
            job.complete()
        }
    }

    private func end(by phase: Phase) async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.phase == .ended { return true }
                if state.phase == .working { state.phase = phase }
                state.waitingForEnd.append(continuation)
                return false
            }
            if hasEnded { continuation.resume() } else { eventfd_write(bell, 1) }
        }
    }

    /// The thread's main function. When it returns, nothing refers to the session any more.
    /// - Returns: why the session could not be opened.
    private func run<Report: Sendable>(
        _ open: () throws(StoreOpenError) -> (StoreSession, Report), opened: (Report) -> Void
    ) -> StoreOpenError? {
        let session: StoreSession
        do {
            let (opening, report) = try open()
            session = opening
            opened(report)
        } catch {
            return error
        }
        var batch = StoreBatch(session, hooks) { self.observer.withLock { $0 }?.onCommit($0) }
        var hasReported = false
        while let jobs = takeJobs() {
            batch.run(jobs, failing: fail)
            if let failure = batch.failure, !hasReported {
                hasReported = true
                hooks.onFailure(failure)
            }
        }
        let isClosing = state.withLock { $0.phase == .closing && $0.failure == nil }
        if isClosing {
            hooks.onClose(session)
        } else {
            // After a failed fsync(2), another one proves nothing; and a dead process would not have written either.
            session.connection.keepLogOnClose()
        }
        return nil
    }

    /// Waits for jobs; nil if there will be none any more.
    private func takeJobs() -> [any StoreJob]? {
        while true {
            let (jobs, isOver) = state.withLock { state -> ([any StoreJob], Bool) in
                if state.phase == .abandoning || state.jobs.isEmpty && state.phase == .closing { return ([], true) }
                let jobs = Array(state.jobs.prefix(Self.batch))
                state.jobs.removeFirst(jobs.count)
                state.isAsleep = jobs.isEmpty
                return (jobs, false)
            }
            if isOver { return nil }
            if !jobs.isEmpty {
                _ = submitted.load(ordering: .acquiring)
                return jobs
            }
            var rings = eventfd_t()
            unsafe _ = eventfd_read(bell, &rings)
        }
    }

    /// Notes that the store has failed. Jobs that wait, and later ones, fail too.
    private func fail(_ error: StoreError) {
        let jobs = state.withLock { state in
            state.failure = error
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs {
            job.fail(error)
            job.complete()
        }
    }

    private func end() {
        let (jobs, waiting) = state.withLock { state in
            state.phase = .ended
            defer { (state.jobs, state.waitingForEnd) = ([], []) }
            return (state.jobs, state.waitingForEnd)
        }
        for job in jobs {
            job.fail(.closed)
            job.complete()
        }
        for continuation in waiting { continuation.resume() }
    }
}
