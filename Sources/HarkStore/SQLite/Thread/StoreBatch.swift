/// Jobs that share a transaction.
struct StoreBatch {
    private enum End {
        case committed
        /// A job failed after it had written. Everything was undone.
        case spoiled
        /// SQLite refused. Everything was undone.
        case refused(SQLiteError)
    }

    let session: StoreSession
    private let hooks: StoreThread.Hooks
    private let onCommit: (StoreCommit) -> Void
    /// The error after which the store cannot be used any more.
    private(set) var failure: StoreError?

    /// - Parameter onCommit: called after each durable commit.
    init(_ session: StoreSession, _ hooks: StoreThread.Hooks, onCommit: @escaping (StoreCommit) -> Void) {
        self.session = session
        self.hooks = hooks
        self.onCommit = onCommit
    }

    /// Does the jobs and completes them: those that only read first, then all others, which share one commit.
    /// - Parameter failing: called before a job is completed with the error after which nothing works any more.
    mutating func run(_ jobs: [any StoreJob], failing: (StoreError) -> Void) {
        var writes: [any StoreJob] = []
        for job in jobs {
            guard job.kind == .read else {
                writes.append(job)
                continue
            }
            read(job)
            if let failure { failing(failure) }
            job.complete()
        }
        commit(writes, mayFreeSpace: true)
        if let failure { failing(failure) }
        for job in writes { job.complete() }
    }

    private mutating func read(_ job: any StoreJob) {
        if let failure { return job.fail(failure) }
        if let error = job.attempt(in: session) as? SQLiteError { note(error.storeError) }
    }

    private mutating func commit(_ jobs: [any StoreJob], mayFreeSpace: Bool) {
        guard !jobs.isEmpty else { return }
        if let failure {
            for job in jobs { job.fail(failure) }
            return
        }
        switch attempt(jobs) {
        case .committed: break
        case .spoiled:
            // Each job by itself: the one that fails undoes no other one. This is rare, and every job may be done
            // again.
            for job in jobs { commit([job], mayFreeSpace: mayFreeSpace) }
        case .refused(let error) where error.isFull && mayFreeSpace:
            // A transaction that found the disk full is tried once more.
            hooks.freeSpace(session)
            commit(jobs, mayFreeSpace: false)
        case .refused(let error):
            note(error.storeError)
            for job in jobs { job.fail(error.storeError) }
        }
    }

    private func attempt(_ jobs: [any StoreJob]) -> End {
        let isDurable = jobs.contains { $0.kind == .durableWrite }
        do {
            try session.begin(isDurable: isDurable)
        } catch {
            return .refused(error)
        }
        for job in jobs {
            let before = session.connection.totalChanges
            guard let error = job.attempt(in: session) else { continue }
            if let error = error as? SQLiteError, !error.concernsStatement {
                session.rollBack()
                return .refused(error)
            }
            if session.connection.totalChanges != before || !session.connection.isInTransaction {
                session.rollBack()
                // A job by itself keeps its own error.
                return jobs.count == 1 ? .committed : .spoiled
            }
        }
        do {
            let start = hooks.steady()
            try session.commit()
            if isDurable {
                onCommit(StoreCommit(duration: hooks.steady() - start, changes: jobs.count))
            }
            return .committed
        } catch {
            session.rollBack()
            return .refused(error)
        }
    }

    private mutating func note(_ error: StoreError) {
        if error.isFatal, failure == nil { failure = error }
    }
}
