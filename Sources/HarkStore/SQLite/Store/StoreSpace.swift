internal import Synchronization

internal import struct FoundationEssentials.Date

/// Watches over the space of a store in a folder, and makes some when the disk is full.
final class StoreSpace: Sendable {
    /// How often a full disk is worth an effort, in seconds, once the ballast is gone.
    private static let pause = 10.0
    /// How many bytes of the requests of dead deliveries an effort deletes.
    private static let deadBytes = 64 << 20

    private let ballast: Ballast
    private let reserve: Int
    private let free: FreeSpace
    private let bodies: BodyFiles
    private let lastEffort = Mutex<Date?>(nil)

    init(
        _ folder: StoreFolder, _ options: SQLiteStoreOptions, bodies: BodyFiles, clock: @escaping @Sendable () -> Date
    ) {
        ballast = Ballast(path: folder.ballast, size: options.ballast)
        reserve = options.reserve
        free = FreeSpace(of: folder.path, clock: clock)
        self.bodies = bodies
    }

    /// Bytes that are free on the disk.
    var freeBytes: Int { free.bytes }

    /// - Throws: `.full` if a delivery must be refused, so that those that are stored can be finished.
    func checkFreeSpace() throws(StoreError) {
        guard freeBytes < reserve else { return }
        throw .full("Less than \(reserve >> 20) MiB are left on the disk. Free some; the store goes on by itself.")
    }

    /// Makes the ballast again, if there is space for it.
    func fillBallast() { ballast.fill(free: freeBytes, reserve: reserve) }

    /// Frees the ballast alone. Returns whether there was any.
    func dropBallast() -> Bool { ballast.drop() }

    /// Frees the ballast, and deletes the requests of deliveries that were handled: they are kept only so that they
    /// can be replayed. If there is neither, the oldest requests of dead deliveries go.
    func freeSpace(_ session: StoreSession) {
        let now = session.now
        let isWorthwhile = lastEffort.withLock { last in
            if let date = last, abs(now.timeIntervalSince(date)) < Self.pause { return false }
            last = now
            return true
        }
        let hadBallast = ballast.drop()
        guard hadBallast || isWorthwhile else { return }
        // A checkpoint that fails, or a deletion, leaves things as they are; the next transaction shows whether it can
        // be committed.
        try? session.connection.script("PRAGMA wal_checkpoint(TRUNCATE)")
        try? deletePayloads(session, now, ofDeadToo: !hadBallast)
        try? session.connection.script("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private func deletePayloads(_ session: StoreSession, _ now: Date, ofDeadToo: Bool) throws(SQLiteError) {
        let pruning = Pruning(table: session.deliveries, retention: Retention(payloads: .zero), now: now)
        func step(_ phase: Pruning.Phase) throws(SQLiteError) -> Pruning.Step {
            let step = try session.transaction { () throws(SQLiteError) in try pruning.step(phase) }
            bodies.remove(step.bodyFiles)
            return step
        }
        var count = 0
        var phase: Pruning.Phase? = .payloads
        while phase == .payloads {
            let step = try step(.payloads)
            count += step.report.payloads
            phase = step.next
        }
        guard count == 0, ofDeadToo else { return }
        phase = .deadSurplus(Self.deadBytes, since: .min)
        while let next = phase, case .deadSurplus = next { phase = try step(next).next }
    }
}
