internal import Synchronization

internal import struct FoundationEssentials.Date

/// Watches over the space of a store in a folder, and makes some when the disk is full.
final class StoreSpace: Sendable {
    /// How often a full disk is worth an effort, in seconds, once the ballast is gone.
    private static let pause = 10.0

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
    func checkRoom() throws(StoreError) {
        guard freeBytes < reserve else { return }
        throw .full("Less than \(reserve >> 20) MiB are left on the disk. Free some; the store goes on by itself.")
    }

    /// Makes the ballast again, if there is space for it.
    func fillBallast() { ballast.fill(free: freeBytes, reserve: reserve) }

    /// Frees the ballast alone. Returns whether there was any.
    func dropBallast() -> Bool { ballast.drop() }

    /// Frees the ballast, and deletes the requests of deliveries that were handled: they are kept only so that they
    /// can be replayed.
    func makeRoom(_ session: StoreSession) {
        let now = session.now
        let isWorthwhile = lastEffort.withLock { last in
            if let date = last, abs(now.timeIntervalSince(date)) < Self.pause { return false }
            last = now
            return true
        }
        guard ballast.drop() || isWorthwhile else { return }
        // A checkpoint that fails, or a deletion, leaves things as they are; the next transaction shows whether it can
        // be committed.
        try? session.connection.script("PRAGMA wal_checkpoint(TRUNCATE)")
        try? deletePayloads(session, now)
        try? session.connection.script("PRAGMA wal_checkpoint(TRUNCATE)")
    }

    private func deletePayloads(_ session: StoreSession, _ now: Date) throws(SQLiteError) {
        let pruning = Pruning(table: session.deliveries, retention: Retention(payloads: .zero), now: now)
        var phase: Pruning.Phase? = .payloads
        while phase == .payloads {
            let step = try session.transaction { () throws(SQLiteError) in try pruning.step(.payloads) }
            bodies.remove(step.bodyFiles)
            phase = step.next
        }
    }
}
