internal import CSQLite

/// Opens the database of a store: checks whose it is, sets it up, and brings its schema up to date.
struct StoreDatabase {
    /// “Hark” in ASCII, in the header of each database (https://sqlite.org/pragma.html#pragma_application_id).
    static let applicationID: Int64 = 0x4861_726b

    let connection: SQLiteConnection
    /// The scripts that make each version of the schema from the one before.
    var migrations = Schema.migrations

    private var file: String { connection.file }

    /// Makes the database usable.
    /// - Parameters:
    ///   - busyTimeout: how long a statement waits for other programs.
    ///   - backUp: saves the database before it is migrated from the version that it has.
    func prepare(
        busyTimeout: Duration, backUp: (_ version: Int) throws(StoreOpenError) -> Void
    ) throws(StoreOpenError) {
        do {
            connection.setBusyTimeout(busyTimeout)
            let isNew = try identify()
            try configure()
            if !isNew { try check() }
            try migrate(backUp: backUp)
            try connection.script("PRAGMA foreign_keys = ON")
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw StoreOpenError(error as? SQLiteError, file)
        }
    }

    /// Finds out whether `prepare` would succeed, and changes nothing.
    /// - Returns: whether it would migrate the database.
    func examine() throws(StoreOpenError) -> Bool {
        do {
            if try identify() { return false }
            try check()
            return Int(try number("PRAGMA user_version")) < migrations.count
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw StoreOpenError(error as? SQLiteError, file)
        }
    }

    /// Refuses the database of another program and of a newer one. Returns whether it is empty.
    private func identify() throws -> Bool {
        let application = try number("PRAGMA application_id")
        let version = Int(try number("PRAGMA user_version"))
        let tables = try number("SELECT count(*) FROM sqlite_schema")
        if application == 0, version == 0, tables == 0 { return true }
        guard application == Self.applicationID else { throw StoreOpenError.foreign(file: file) }
        guard version <= migrations.count else {
            throw StoreOpenError.newer(file: file, version: version, known: migrations.count)
        }
        return false
    }

    private func configure() throws {
        // The first two count only before the first table is made. Debian's SQLite overwrites whatever is deleted, a
        // page of its own too (SQLITE_SECURE_DELETE); FAST overwrites in pages alone that are written anyway.
        try connection.script(
            """
            PRAGMA page_size = 4096;
            PRAGMA auto_vacuum = INCREMENTAL;
            PRAGMA secure_delete = FAST;
            PRAGMA cache_size = -16384;
            PRAGMA temp_store = MEMORY;
            PRAGMA mmap_size = 0;
            PRAGMA cell_size_check = ON;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 1000;
            PRAGMA journal_size_limit = 67108864;
            """)
        let mode = try connection.row("PRAGMA journal_mode") { $0.text(0) }
        guard mode == "wal" || mode == "memory" else {
            throw StoreOpenError.system("“\(file)” cannot have a write-ahead log. Choose a folder on a local disk.")
        }
    }

    /// Reads all pages. This takes about 0.3 s for a gigabyte.
    private func check() throws {
        let faults = try connection.rows("PRAGMA quick_check(1)") { $0.text(0) }
        guard faults == ["ok"] else {
            throw StoreOpenError.damaged(file: file, reason: faults.first ?? "it cannot be checked")
        }
    }

    /// Each step is a transaction: one that fails changes nothing, and is tried again at the next start.
    private func migrate(backUp: (Int) throws(StoreOpenError) -> Void) throws {
        let version = Int(try number("PRAGMA user_version"))
        guard version < migrations.count else { return }
        if version > 0 { try backUp(version) }
        for (index, script) in migrations.enumerated().dropFirst(version) {
            do {
                try connection.script(
                    """
                    BEGIN IMMEDIATE;
                    \(script)
                    ;
                    PRAGMA application_id = \(Self.applicationID);
                    PRAGMA user_version = \(index + 1);
                    COMMIT;
                    """)
            } catch {
                if connection.isInTransaction { try? connection.run("ROLLBACK") }
                throw error
            }
        }
    }

    private func number(_ sql: String) throws(SQLiteError) -> Int64 {
        try connection.row(sql) { $0.int(0) } ?? 0
    }
}

extension StoreOpenError {
    /// What SQLite's refusal means for a store in this file.
    init(_ error: SQLiteError?, _ file: String) {
        guard let error else {
            self = .system("“\(file)” could not be opened.")
            return
        }
        switch error.primaryCode {
        case _ where error.isFull: self = .full(file: file)
        case SQLITE_NOTADB: self = .foreign(file: file)
        case SQLITE_CORRUPT: self = .damaged(file: file, reason: error.message)
        default: self = .system(error.storeError.description)
        }
    }
}
