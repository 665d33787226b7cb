private import SystemPackage

internal import struct FoundationEssentials.Date

/// What could be saved of a damaged store.
public struct SalvageReport: Sendable, Equatable {
    /// How many rows each table has now.
    public var rows: [String: Int]
    /// How many places could not be read.
    public var holes: Int
    /// How many unfinished deliveries are dead now, because their requests were lost.
    public var lostRequests: Int
    /// Where the damaged database is kept.
    public var damagedFile: String

    /// A report.
    public init(rows: [String: Int], holes: Int, lostRequests: Int, damagedFile: String) {
        self.rows = rows
        self.holes = holes
        self.lostRequests = lostRequests
        self.damagedFile = damagedFile
    }
}

/// Makes a new database of what can be read of a damaged one, and keeps that one.
struct StoreSalvage {
    let folder: StoreFolder
    let now: Date

    private var draft: String { "\(folder.database).salvaged" }

    func run() throws(StoreOpenError) -> SalvageReport {
        removeDraft()
        do {
            try PrivateFile.create(draft).close()
            var report = try copy()
            report.damagedFile = try replace()
            return report
        } catch let error as StoreOpenError {
            removeDraft()
            throw error
        } catch {
            removeDraft()
            throw (error as? SQLiteError).map { StoreOpenError($0, draft) } ?? .system("“\(draft)”: \(error).")
        }
    }

    /// Copies the rows. The connections are closed when it returns.
    private func copy() throws -> SalvageReport {
        let new = try SQLiteConnection(path: draft)
        try StoreDatabase(connection: new).prepare(busyTimeout: .zero) { _ throws(StoreOpenError) in }
        let old = try SQLiteConnection(path: folder.database, access: .read)
        try new.script("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE")
        let tables = try new.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid") { $0.text(0) }
        var report = SalvageReport(rows: [:], holes: 0, lostRequests: 0, damagedFile: "")
        for table in tables {
            try new.script("DELETE FROM \(table)")
            var salvage = try TableSalvage(table, from: old, to: new)
            try salvage.run()
            report.holes += salvage.holes
        }
        report.lostRequests = try repair(new)
        for table in tables {
            report.rows[table] = try new.row("SELECT count(*) FROM \(table)") { Int($0.int(0)) }
        }
        try new.script("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)")
        return report
    }

    /// Makes the tables consistent with each other. Returns how many unfinished deliveries have lost their requests.
    private func repair(_ new: SQLiteConnection) throws -> Int {
        try new.script(
            """
            INSERT INTO route (id, plugin, label, is_present)
                SELECT DISTINCT route, 'unknown', 'route ' || route, 0 FROM delivery
                WHERE route NOT IN (SELECT id FROM route);
            DELETE FROM payload WHERE id NOT IN (SELECT id FROM delivery);
            DELETE FROM attempt WHERE delivery NOT IN (SELECT id FROM delivery);
            UPDATE delivery SET stored = NULL WHERE id NOT IN (SELECT id FROM payload);
            -- Without its request, a delivery is listed as dead only with this number of bytes.
            UPDATE delivery SET stored = 0 WHERE stored IS NULL AND state IN ('dead', 'quarantined');
            INSERT OR IGNORE INTO meta (name, value) VALUES ('latest value version', 0);
            UPDATE meta SET value = max(value, (SELECT coalesce(max(version), 0) FROM value))
                WHERE name = 'latest value version';
            """)
        try new.run(
            """
            UPDATE delivery SET state = 'dead', stored = 0, finished = ?1,
            outcome = 'The database was damaged: its request is lost.'
            WHERE finished IS NULL AND stored IS NULL
            """, [.integer(now.milliseconds)])
        return new.changes
    }

    /// Puts the new database in the place of the old one, so that there is one at any time. Returns where the old one
    /// is.
    private func replace() throws -> String {
        let kept = "\(folder.database).damaged-\(Int(now.timeIntervalSince1970))"
        try PrivateFile.link(folder.database, as: kept)
        // There is none if the database was closed properly.
        try? PrivateFile.move("\(folder.database)-wal", to: "\(kept)-wal")
        PrivateFile.remove("\(folder.database)-shm")
        try PrivateFile.move(draft, to: folder.database)
        try PrivateFile.syncFolder(folder.path)
        return kept
    }

    private func removeDraft() {
        for suffix in ["", "-wal", "-shm"] { PrivateFile.remove(draft + suffix) }
    }
}
