internal import HarkPostgreSQL
internal import HarkStore
internal import Synchronization

/// Collects what is to be written while a transaction goes on, and writes it in the next one: the more is waiting, the
/// less each commit costs. Nothing waits for a timer.
final class WriteQueue: Sendable {
    fileprivate struct State {
        var jobs: [WriteJob] = []
        var isWriting = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
        /// How many deliveries the latest transaction stored; the next one reserves as many numbers.
        var latestCount = 0
    }

    /// Most jobs of a transaction.
    fileprivate static let batch = 128
    /// Most bytes of a transaction, apart from its first job.
    fileprivate static let bytes = 16 << 20

    private let session: PostgreSQLSession
    private let machine: Machine
    private let state = Mutex(State())

    init(_ session: PostgreSQLSession, _ machine: Machine) {
        self.session = session
        self.machine = machine
    }

    /// Writes something in the next transaction.
    /// - Parameter job: makes the job of who waits for it, in the step that queues it.
    func write<Value: Sendable>(_ job: (WriteJob.Waiter<Value>) -> WriteJob) async throws(StoreError) -> Value {
        let result = await withCheckedContinuation { (waiter: WriteJob.Waiter<Value>) in
            let starts = state.withLock { state in
                state.jobs.append(job(waiter))
                defer { state.isWriting = true }
                return !state.isWriting
            }
            if starts { Task.detached { await self.writeAll() } }
        }
        return try result.get()
    }

    /// Waits until everything is written.
    func finish() async {
        await withCheckedContinuation { continuation in
            let isIdle = state.withLock { state in
                if state.isWriting { state.waitingForEnd.append(continuation) }
                return !state.isWriting
            }
            if isIdle { continuation.resume() }
        }
    }

    private func writeAll() async {
        while true {
            let (batch, waiting) = takeBatch()
            guard let batch else {
                for continuation in waiting { continuation.resume() }
                return
            }
            await write(batch)
            // Those who waited go on first: what they write next belongs to the next transaction, not to the one after.
            await Task.yield()
        }
    }

    /// The next batch; if there is nothing to write, the queue is idle from that moment on.
    /// - Returns: the batch, or who waits for the end.
    private func takeBatch() -> (WriteBatch?, [CheckedContinuation<Void, Never>]) {
        state.withLock { state in
            let batch = state.extend(WriteBatch(jobs: []))
            if !batch.jobs.isEmpty { return (batch, []) }
            state.isWriting = false
            defer { state.waitingForEnd = [] }
            return (nil, state.waitingForEnd)
        }
    }

    /// Writes a batch, with what arrives until its transaction has begun.
    private func write(_ first: WriteBatch) async {
        let whole = Mutex<WriteBatch?>(nil)
        let numbers = state.withLock { max(first.numberCount, $0.latestCount) }
        await write(numbers: numbers) {
            whole.withLock { whole in
                // The transaction may be tried several times.
                let batch = whole ?? self.state.withLock { state in state.extend(first) }
                whole = batch
                return batch
            }
        }
    }

    /// Writes a batch.
    /// - Parameter batch: gives it when the transaction has begun, and the same one each time.
    private func write(numbers: Int, _ batch: @escaping @Sendable () -> WriteBatch) async {
        do throws(PostgreSQLError) {
            let written = try await session.transaction(
                .writing(numbers: numbers), machine,
                isStored: { written throws(PostgreSQLError) in try await self.isStored(batch(), written) },
                { transaction throws(PostgreSQLError) in try batch().write(in: transaction) })
            let batch = batch()
            state.withLock { $0.latestCount = batch.numberCount }
            machine.began(
                written.added.compactMap { added in
                    guard case .running(let run) = added.result, let held = added.run else { return nil }
                    return (run.id.rawValue, held)
                })
            machine.ended(batch.ends.map(\.run.id.rawValue))
            batch.complete(written)
        } catch {
            let batch = batch()
            // Without a connection, or space, no part of it can be written either.
            let isPartial = [.conflict, .notUnique, .statement].contains(error.kind)
            guard isPartial, let parts = batch.parts else { return fail(batch, error.storeError) }
            for part in parts { await write(numbers: part.numberCount) { part } }
        }
    }

    private func isStored(_ batch: WriteBatch, _ written: WriteBatch.Written) async throws(PostgreSQLError) -> Bool {
        try await session.transaction(.reading, machine) { transaction throws(PostgreSQLError) in
            try batch.isStored(written, in: transaction)
        }
    }

    /// Those whose end could not be written still hold their leases.
    private func fail(_ batch: WriteBatch, _ error: StoreError) {
        machine.began(batch.ends.map { ($0.run.id.rawValue, $0.held) })
        machine.ended(batch.ends.map(\.run.id.rawValue))
        for job in batch.jobs { job.fail(error) }
    }
}

extension WriteQueue.State {
    /// Adds what waits to a batch, as far as it can be written in the same transaction.
    fileprivate mutating func extend(_ batch: WriteBatch) -> WriteBatch {
        var whole = batch.jobs
        var bytes = 0
        var deliveries: Set<Int64> = []
        var messages: Set<StoredMessageID> = []
        for (place, job) in (batch.jobs + jobs.prefix(WriteQueue.batch - batch.jobs.count)).enumerated() {
            bytes += job.size
            // Two changes of one row are two transactions.
            let isOther =
                switch job {
                case .finish(let finish, _): deliveries.insert(finish.run.id.rawValue).inserted
                case .change(let id, _, _): messages.insert(id).inserted
                case .add, .addMessage: true
                }
            if place < batch.jobs.count { continue }
            guard whole.isEmpty || bytes <= WriteQueue.bytes, isOther else { break }
            whole.append(job)
        }
        jobs.removeFirst(whole.count - batch.jobs.count)
        return WriteBatch(jobs: whole)
    }
}
