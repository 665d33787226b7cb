private import Glibc
private import SystemPackage

/// Copies of a store.
enum StoreBackup {
    /// Copies a database into a file that must not exist, with the bodies that are not in it.
    /// - Parameters:
    ///   - connection: outside of a transaction. It may be one that only reads.
    ///   - bodies: the bodies that the store has in files; nil to leave them out.
    static func copy(_ connection: SQLiteConnection, to path: String, bodies: BodyFiles?) throws(StoreError) {
        do {
            // SQLite would let others read its own; an empty file it accepts.
            try PrivateFile.create(path).close()
        } catch {
            throw .unavailable("“\(path)” could not be made (\(error)). Choose a path that does not exist.")
        }
        do {
            // SQLite refuses links anywhere in the path.
            let realPath = PrivateFile.realPath(path) ?? path
            try connection.run("VACUUM INTO ?1", [.text(realPath)])
            if let bodies { try include(bodies, in: realPath) }
            try sync(realPath)
        } catch {
            PrivateFile.remove(path)
            throw error as? StoreError ?? (error as? SQLiteError)?.storeError
                ?? .unavailable("“\(path)” could not be written (\(error)).")
        }
    }

    /// The faults that a full check finds; none if the database is whole.
    static func check(_ connection: SQLiteConnection) throws(SQLiteError) -> [String] {
        do {
            return try connection.rows("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
        } catch  where error.isDamage {
            return [error.message]
        }
    }

    /// Saves the database before it is migrated, beside it, in place of an older copy of the same version.
    static func beforeMigration(_ connection: SQLiteConnection, from version: Int) throws(StoreOpenError) {
        let path = "\(connection.file).version-\(version)"
        let draft = "\(path).new"
        PrivateFile.remove(draft)
        do {
            try copy(connection, to: draft, bodies: nil)
            try PrivateFile.move(draft, to: path)
        } catch {
            throw .system("“\(connection.file)” could not be saved before its migration (\(error)).")
        }
    }

    private static func include(_ bodies: BodyFiles, in path: String) throws {
        let copy = try SQLiteConnection(path: path)
        let ids = try copy.rows("SELECT id FROM payload WHERE body IS NULL") { $0.int(0) }
        for id in ids {
            // One that was deleted in the meantime belongs to a delivery that had been handled.
            guard let body = try bodies.readIfPresent(StoredDeliveryID(rawValue: id)) else { continue }
            try copy.run("UPDATE payload SET body = ?2 WHERE id = ?1", [.integer(id), .blob(body)])
        }
    }

    private static func sync(_ path: String) throws {
        let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        try file.closeAfter { guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) } }
        try PrivateFile.syncFolder(FilePath(path).removingLastComponent().string)
    }
}
