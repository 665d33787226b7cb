private import SystemPackage

internal import struct FoundationEssentials.Date

/// Opens a store's database on its thread, and finds out how it was left.
struct StoreOpening: Sendable {
    let clock: @Sendable () -> Date
    /// Whether the store failed in the last process: it ended for that reason.
    var followsFailure = false

    /// Opens the database in a folder that this process has locked. It is made if it does not exist.
    func open(
        _ folder: StoreFolder, busyTimeout: Duration, bodies: BodyFiles
    ) throws(StoreOpenError) -> (StoreSession, RecoveryReport) {
        if !folder.hasDatabase { try folder.makeDatabase() }
        do {
            let connection = try SQLiteConnection(path: folder.database)
            try StoreDatabase(connection: connection).prepare(busyTimeout: busyTimeout) {
                version throws(StoreOpenError) in
                try StoreBackup.beforeMigration(connection, from: version)
            }
            let session = try StoreSession(connection, clock: clock)
            let recovery = try recover(session, bootID: Self.bootID)
            try bodies.sweep { id throws(SQLiteError) in try session.deliveries.payload(of: id)?.isBodyInFile ?? false }
            return (session, recovery)
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw StoreOpenError(error as? SQLiteError, folder.database)
        }
    }

    /// Makes a database in memory.
    func openInMemory() throws(StoreOpenError) -> (StoreSession, RecoveryReport) {
        do {
            let connection = try SQLiteConnection(path: nil)
            try StoreDatabase(connection: connection).prepare(busyTimeout: .zero) { _ throws(StoreOpenError) in }
            return (try StoreSession(connection, clock: clock), RecoveryReport())
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw StoreOpenError(error as? SQLiteError, ":memory:")
        }
    }

    /// Makes deliveries ready that were running. They do not count as crashed if the machine itself stopped: since
    /// then, its boot identifier is another one; nor if the store failed, so that their ends could not be stored.
    func recover(_ session: StoreSession, bootID: String?) throws(SQLiteError) -> RecoveryReport {
        let connection = session.connection
        return try session.transaction(isDurable: true) { () throws(SQLiteError) in
            let known = try connection.row("SELECT value FROM meta WHERE name = 'boot'") { $0.text(0) }
            let isSameBoot = known == nil || bootID == nil || known == bootID
            let cause: DeliveryTable.Interruption = followsFailure ? .store : isSameBoot ? .crash : .machine
            let recovery = try session.deliveries.recover(from: cause, at: session.now)
            if let bootID {
                try connection.run(
                    "INSERT INTO meta (name, value) VALUES ('boot', ?1) ON CONFLICT DO UPDATE SET value = ?1",
                    [.text(bootID)])
            }
            return recovery
        }
    }

    /// The kernel's identifier of the time since it started (random(4)); nil if it does not tell.
    private static var bootID: String? {
        guard let file = try? FileDescriptor.open(FilePath("/proc/sys/kernel/random/boot_id"), .readOnly)
        else { return nil }
        defer { try? file.close() }
        let text = unsafe String(unsafeUninitializedCapacity: 36) { buffer in
            (try? unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))) ?? 0
        }
        return text.isEmpty ? nil : text
    }
}

extension StoreSession {
    /// Leaves the database in order: nothing runs, and the write-ahead log is empty.
    func close() {
        // If this fails, the deliveries are found running at the next start.
        try? transaction(isDurable: true) { () throws(SQLiteError) in try deliveries.releaseRunning(at: now) }
        try? connection.script("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);")
    }
}
