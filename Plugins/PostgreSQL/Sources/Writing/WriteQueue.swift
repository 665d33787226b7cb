internal import HarkPostgreSQL
internal import HarkStore
internal import Synchronization

/// Collects what is to be written while a transaction goes on, and writes it in the next one: the more is waiting, the
/// less each commit costs. Nothing waits for a timer.
final class WriteQueue: Sendable {
    private struct State {
        var jobs: [WriteJob] = []
        var isWriting = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    /// Most jobs of a transaction.
    private static let batch = 128
    /// Most bytes of a transaction, apart from its first job.
    private static let bytes = 16 << 20

    private let session: PostgreSQLSession
    private let machine: Machine
    private let state = Mutex(State())

    init(_ session: PostgreSQLSession, _ machine: Machine) {
        self.session = session
        self.machine = machine
    }

    /// How many jobs wait, and whether others are being written.
    var load: Int { state.withLock { $0.jobs.count * 2 + ($0.isWriting ? 1 : 0) } }

    /// Writes something in the next transaction.
    /// - Parameter job: makes the job of who waits for it.
    func write<Value: Sendable>(_ job: (WriteJob.Waiter<Value>) -> WriteJob) async throws(StoreError) -> Value {
        let result = await withCheckedContinuation { (waiter: WriteJob.Waiter<Value>) in
            let job = job(waiter)
            let starts = state.withLock { state in
                state.jobs.append(job)
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
        }
    }

    /// The next batch; if there is nothing to write, the queue is idle from that moment on.
    /// - Returns: the batch, or who waits for the end.
    private func takeBatch() -> (WriteBatch?, [CheckedContinuation<Void, Never>]) {
        state.withLock { state in
            var jobs: [WriteJob] = []
            var bytes = 0
            var deliveries: Set<Int64> = []
            var messages: Set<StoredMessageID> = []
            for job in state.jobs.prefix(Self.batch) {
                bytes += job.size
                // Two changes of one row are two transactions.
                let isOther =
                    switch job {
                    case .finish(let finish, _): deliveries.insert(finish.run.id.rawValue).inserted
                    case .change(let id, _, _): messages.insert(id).inserted
                    case .add, .addMessage: true
                    }
                guard jobs.isEmpty || bytes <= Self.bytes, isOther else { break }
                jobs.append(job)
            }
            state.jobs.removeFirst(jobs.count)
            if !jobs.isEmpty { return (WriteBatch(jobs: jobs), []) }
            state.isWriting = false
            defer { state.waitingForEnd = [] }
            return (nil, state.waitingForEnd)
        }
    }

    private func write(_ batch: WriteBatch) async {
        do throws(PostgreSQLError) {
            let written = try await session.transaction(
                .writing(numbers: batch.numberCount), machine,
                isStored: { written throws(PostgreSQLError) in try await self.isStored(written) },
                { transaction throws(PostgreSQLError) in try batch.write(in: transaction) })
            machine.began(
                written.added.compactMap { added in
                    guard case .running(let run) = added.result, let held = added.run else { return nil }
                    return (run.id.rawValue, held)
                })
            machine.ended(batch.ends.map(\.run.id.rawValue))
            batch.complete(written)
        } catch {
            // Without a connection, or space, no part of it can be written either.
            let isPartial = [.conflict, .notUnique, .statement].contains(error.kind)
            guard isPartial, let parts = batch.parts else { return fail(batch, error.storeError) }
            for part in parts { await write(part) }
        }
    }

    private func isStored(_ written: WriteBatch.Written) async throws(PostgreSQLError) -> Bool {
        try await session.transaction(.reading, machine) { transaction throws(PostgreSQLError) in
            try WriteBatch.isStored(written, in: transaction)
        }
    }

    /// Those whose end could not be written still hold their leases.
    private func fail(_ batch: WriteBatch, _ error: StoreError) {
        machine.began(batch.ends.map { ($0.run.id.rawValue, $0.held) })
        machine.ended(batch.ends.map(\.run.id.rawValue))
        for job in batch.jobs { job.fail(error) }
    }
}
