internal import CSQLite

/// A value for a parameter of a statement.
enum SQLiteValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])

    init(_ number: (some BinaryInteger)?) { self = number.map { .integer(Int64($0)) } ?? .null }

    init(_ text: String?) { self = text.map(SQLiteValue.text) ?? .null }

    init(_ bytes: [UInt8]?) { self = bytes.map(SQLiteValue.blob) ?? .null }
}

extension SQLiteValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    init(integerLiteral value: Int64) { self = .integer(value) }

    init(stringLiteral value: String) { self = .text(value) }

    init(nilLiteral: ()) { self = .null }
}

/// The current row of a statement, for as long as the closure runs that it is passed to. Columns count from 0.
@safe
struct SQLiteRow {
    private let statement: OpaquePointer

    init(_ statement: OpaquePointer) { unsafe self.statement = statement }

    /// The number of columns.
    var count: Int32 { unsafe sqlite3_column_count(statement) }

    func int(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

    func optionalInt(_ column: Int32) -> Int64? { isNull(column) ? nil : int(column) }

    func text(_ column: Int32) -> String {
        guard let text = unsafe sqlite3_column_text(statement, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }

    func bytes(_ column: Int32) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(statement, column) else { return [] }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return unsafe [UInt8](UnsafeRawBufferPointer(start: bytes, count: count))
    }

    func optionalBytes(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : bytes(column) }

    /// The value as SQLite stores it, for copying. A real number, which no table of ours has, becomes text.
    func value(_ column: Int32) -> SQLiteValue {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_NULL: .null
        case SQLITE_INTEGER: .integer(int(column))
        case SQLITE_BLOB: .blob(bytes(column))
        default: .text(text(column))
        }
    }

    private func isNull(_ column: Int32) -> Bool { unsafe sqlite3_column_type(statement, column) == SQLITE_NULL }
}
