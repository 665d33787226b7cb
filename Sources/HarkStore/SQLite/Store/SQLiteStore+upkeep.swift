private import SystemPackage

extension SQLiteStore {
    public func summary() async throws(StoreError) -> StoreSummary {
        try await thread.run(.read) { session in
            var summary = try session.deliveries.summary(at: session.now)
            try MessageTable(session.connection).summarize(into: &summary)
            return summary
        }
    }

    public func prune(_ retention: Retention) async throws(StoreError) -> PruneReport {
        var report = PruneReport()
        var next: Pruning.Phase? = Pruning.start
        while let phase = next {
            let step = try await thread.run(.write) { session in
                try Pruning(table: session.deliveries, retention: retention, now: session.now).step(phase)
            }
            files?.bodies.remove(step.bodyFiles)
            report += step.report
            next = step.next
        }
        while try await thread.run(.write, Self.shrink) {}
        files?.space.fillBallast()
        return report
    }

    /// The size of the write-ahead log in bytes. It is a few MiB, unless another program reads the store for long.
    public var logSize: Int { (try? files.map { Int(try FilePath("\($0.folder.database)-wal").stat().size) }) ?? 0 }

    /// The sizes of the store.
    public func sizes() async throws(StoreError) -> StoreSizes {
        let database = try await thread.run(.read) { session in
            try session.connection.row("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size") {
                Int($0.int(0))
            }
        }
        return StoreSizes(database: database ?? 0, log: logSize, free: files?.space.freeBytes)
    }

    /// Copies the store into a file, which must not exist. The copy has the bodies that the store has in files, and
    /// can replace `hark.db` while no bot runs.
    public func backup(to path: String) async throws(StoreError) {
        guard let files else {
            return try await thread.run(.read) { session in
                try StoreBackup.copy(session.connection, to: path, bodies: nil)
            }
        }
        try await Self.backup(files.folder, files.bodies, to: path)
    }

    /// Checks every page and index of the database.
    /// - Returns: what is wrong; nothing if the database is whole.
    public func check() async throws(StoreError) -> [String] {
        guard let files else {
            return try await thread.run(.read) { session in try StoreBackup.check(session.connection) }
        }
        return try await Self.check(files.folder)
    }

    /// Gives pages back to the file system if more than a quarter of the database is free.
    /// - Returns: whether it may be worth another step.
    private static func shrink(_ session: StoreSession) throws -> Bool {
        let connection = session.connection
        func free() throws(SQLiteError) -> Int64 { try connection.row("PRAGMA freelist_count") { $0.int(0) } ?? 0 }
        let before = try free()
        let total = try connection.row("PRAGMA page_count") { $0.int(0) } ?? 0
        guard before > total / 4, before > 1000 else { return false }
        try connection.script("PRAGMA incremental_vacuum(1000)")
        return try free() < before
    }
}
