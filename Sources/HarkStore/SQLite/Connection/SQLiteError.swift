internal import CSQLite

/// What SQLite refused to do.
struct SQLiteError: Error, Equatable {
    /// The extended result code.
    var code: Int32
    /// SQLite's own words.
    var message: String
    /// The database's file, or `:memory:`.
    var file: String

    /// The result code without its extension.
    var primaryCode: Int32 { code & 0xff }

    /// Whether there is no space left. Nothing is damaged then. SQLite has a code of its own for the index of the
    /// write-ahead log that cannot grow; it is rebuilt from the log, and nothing in it has to reach the disk.
    var isFull: Bool { primaryCode == SQLITE_FULL || code == Self.sharedMemorySize }

    /// SQLITE_IOERR_SHMSIZE (https://sqlite.org/rescode.html#ioerr_shmsize).
    private static let sharedMemorySize = SQLITE_IOERR | 19 << 8

    /// Whether the file is damaged, or no database.
    var isDamage: Bool { primaryCode == SQLITE_CORRUPT || primaryCode == SQLITE_NOTADB }

    /// Whether one statement is at fault, and others may succeed.
    var concernsStatement: Bool {
        switch primaryCode {
        case SQLITE_ERROR, SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_TOOBIG: true
        default: false
        }
    }

    /// The same for callers of the store.
    var storeError: StoreError {
        switch primaryCode {
        case _ where isFull:
            .full("There is no space left for “\(file)”. Free some; the store goes on by itself.")
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL:
            .unavailable("Another program locks “\(file)” (\(message)). Stop it; the store goes on by itself.")
        case SQLITE_TOOBIG:
            .tooLarge("The value is longer than SQLite allows (\(message)).")
        case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY:
            .failed(
                "“\(file)” could not be read or written (\(message), code \(code)). Check the disk, then start the bot again."
            )
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            .failed(
                "“\(file)” is damaged (\(message), code \(code)). Stop the bot and run: hark store salvage"
            )
        default:
            .unavailable("SQLite refused to work on “\(file)” (\(message), code \(code)). Please report this.")
        }
    }
}
