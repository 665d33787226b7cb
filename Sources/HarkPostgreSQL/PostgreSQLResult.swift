internal import CPostgreSQL

/// The result of a statement, freed with its last reference.
@safe
final class PostgreSQLResult {
    private let pointer: OpaquePointer

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe PQclear(pointer) }

    /// The number of rows.
    var count: Int32 { unsafe PQntuples(pointer) }

    /// Its rows.
    func rows<Value>(_ read: (PostgreSQLRow) -> Value) -> [Value] {
        (0..<count).map { read(PostgreSQLRow(self, $0)) }
    }

    /// How many rows the statement changed.
    var changes: Int { unsafe Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The error; nil if the statement succeeded.
    var error: PostgreSQLError? {
        switch unsafe PQresultStatus(pointer) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return nil
        default: break
        }
        // PG_DIAG_SQLSTATE and PG_DIAG_MESSAGE_PRIMARY of postgres_ext.h.
        let state = unsafe PQresultErrorField(pointer, Int32(UInt8(ascii: "C")))
        let primary = unsafe PQresultErrorField(pointer, Int32(UInt8(ascii: "M")))
        let text = unsafe primary ?? PQresultErrorMessage(pointer)
        return PostgreSQLError(
            sqlState: unsafe state.map { unsafe String(cString: $0) },
            message: unsafe PostgreSQLConnection.message(text))
    }

    /// All rows, of a statement whose result is text.
    var texts: [[String]] {
        let columns = unsafe PQnfields(pointer)
        return (0..<count).map { row in
            (0..<columns).map { column in unsafe String(cString: PQgetvalue(pointer, row, column)) }
        }
    }

    /// Reads the bytes of a value; nil for NULL.
    func withBytes<Value>(_ row: Int32, _ column: Int32, _ read: (UnsafeRawBufferPointer) -> Value) -> Value? {
        guard unsafe PQgetisnull(pointer, row, column) == 0, let start = unsafe PQgetvalue(pointer, row, column) else {
            return nil
        }
        let count = Int(unsafe PQgetlength(pointer, row, column))
        return unsafe read(UnsafeRawBufferPointer(start: start, count: count))
    }
}
