internal import CSQLite

/// A connection to a database. One thread at a time uses it.
@safe
final class SQLiteConnection {
    /// How a file is opened.
    enum Access {
        /// The file must exist.
        case readAndWrite
        /// The file must exist. Nothing is written but SQLite's index of the write-ahead log.
        case read
    }

    /// A prepared statement.
    @safe
    private struct Statement {
        let pointer: OpaquePointer
        let parameterCount: Int
    }

    /// The file, or `:memory:`.
    let file: String
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    /// Opens a file that exists, whose path has no symbolic links, or a new database in memory if `path` is nil.
    init(path: String?, access: Access = .readAndWrite) throws(SQLiteError) {
        file = path ?? ":memory:"
        let use = access == .read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(
            file, &opened, use | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, nil)
        guard code == SQLITE_OK, let handle = unsafe opened else {
            let message = unsafe Self.message(of: opened, code)
            unsafe sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message, file: file)
        }
        unsafe self.handle = handle
        // "Column" in double quotes is never a string, and no function or table of the schema is trusted.
        for option in [SQLITE_DBCONFIG_DQS_DDL, SQLITE_DBCONFIG_DQS_DML, SQLITE_DBCONFIG_TRUSTED_SCHEMA] {
            unsafe _ = hark_sqlite_set_option(handle, option, 0)
        }
    }

    deinit {
        for statement in statements.values { unsafe sqlite3_finalize(statement.pointer) }
        unsafe sqlite3_close_v2(handle)
    }

    /// Rows that the latest statement changed, apart from SELECT.
    var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

    /// Rows that all statements together changed.
    var totalChanges: Int { Int(unsafe sqlite3_total_changes64(handle)) }

    /// Whether a transaction is open. SQLite itself ends one after some errors.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Runs one statement with values for its parameters ?1, ?2 …. It is prepared once and kept.
    func run(_ sql: String, _ values: [SQLiteValue] = []) throws(SQLiteError) {
        try forEachRow(sql, values) { _ in true }
    }

    /// Runs one statement and reads its rows.
    func rows<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (SQLiteRow) -> Value
    ) throws(SQLiteError) -> [Value] {
        var found: [Value] = []
        try forEachRow(sql, values) { row in
            found.append(read(row))
            return true
        }
        return found
    }

    /// Runs one statement and reads its first row; nil if there is none.
    func row<Value>(
        _ sql: String, _ values: [SQLiteValue] = [], _ read: (SQLiteRow) -> Value
    ) throws(SQLiteError) -> Value? {
        var found: Value?
        try forEachRow(sql, values) { row in
            found = read(row)
            return false
        }
        return found
    }

    /// Runs one statement and hands out its rows until `body` returns false.
    func forEachRow(
        _ sql: String, _ values: [SQLiteValue] = [], _ body: (SQLiteRow) -> Bool
    ) throws(SQLiteError) {
        let statement = try statement(sql)
        let pointer = unsafe statement.pointer
        defer {
            unsafe sqlite3_reset(pointer)
            // A large value is not kept until the statement's next use.
            unsafe sqlite3_clear_bindings(pointer)
        }
        guard statement.parameterCount == values.count else { throw error(SQLITE_RANGE) }
        var index: Int32 = 1
        for value in values {
            try check(unsafe bind(value, at: index, of: pointer))
            index += 1
        }
        while true {
            switch unsafe sqlite3_step(pointer) {
            case SQLITE_ROW: guard body(unsafe SQLiteRow(pointer)) else { return }
            case SQLITE_DONE: return
            case let code: throw error(code)
            }
        }
    }

    /// Runs several statements without parameters.
    func script(_ sql: String) throws(SQLiteError) {
        try check(unsafe sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// Lets statements wait so long for other programs.
    func setBusyTimeout(_ time: Duration) {
        unsafe sqlite3_busy_timeout(handle, Int32(clamping: time.milliseconds))
    }

    /// Leaves the write-ahead log as it is when the connection is closed.
    func keepLogOnClose() { unsafe _ = hark_sqlite_set_option(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1) }

    private func statement(_ sql: String) throws(SQLiteError) -> Statement {
        if let statement = statements[sql] { return statement }
        var prepared: OpaquePointer?
        try check(
            unsafe sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
        guard let pointer = unsafe prepared else { throw error(SQLITE_MISUSE) }
        let statement = unsafe Statement(
            pointer: pointer, parameterCount: Int(sqlite3_bind_parameter_count(pointer)))
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: SQLiteValue, at index: Int32, of statement: OpaquePointer) -> Int32 {
        switch value {
        case .null: return unsafe sqlite3_bind_null(statement, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                unsafe hark_sqlite_bind_text(statement, index, bytes.baseAddress, UInt64(bytes.count))
            }
        case .blob(let blob):
            return unsafe blob.withUnsafeBytes { bytes in
                unsafe hark_sqlite_bind_blob(statement, index, bytes.baseAddress, UInt64(bytes.count))
            }
        }
    }

    private func check(_ code: Int32) throws(SQLiteError) {
        guard code == SQLITE_OK else { throw error(code) }
    }

    private func error(_ code: Int32) -> SQLiteError {
        SQLiteError(code: code, message: unsafe Self.message(of: handle, code), file: file)
    }

    private static func message(of handle: OpaquePointer?, _ code: Int32) -> String {
        var text = unsafe sqlite3_errstr(code)
        if let handle = unsafe handle, unsafe sqlite3_extended_errcode(handle) == code {
            unsafe text = sqlite3_errmsg(handle)
        }
        guard let text = unsafe text else { return "unknown error" }
        return unsafe String(cString: text)
    }
}
