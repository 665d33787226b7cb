/// A row of a result, whose values are in PostgreSQL's binary format.
public struct PostgreSQLRow {
    private let result: PostgreSQLResult
    private let index: Int32

    init(_ result: PostgreSQLResult, _ index: Int32) {
        self.result = result
        self.index = index
    }

    /// A `boolean`; false for NULL.
    public func bool(_ column: Int32) -> Bool {
        unsafe result.withBytes(index, column) { unsafe $0.first == 1 } ?? false
    }

    /// A `bigint`, `integer` or `smallint`; 0 for NULL.
    public func int(_ column: Int32) -> Int64 { optionalInt(column) ?? 0 }

    /// A `bigint`, `integer` or `smallint`.
    public func optionalInt(_ column: Int32) -> Int64? {
        unsafe result.withBytes(index, column) { bytes in
            let start: Int64 = unsafe (bytes.first ?? 0) > 0x7f ? -1 : 0
            return unsafe bytes.reduce(start) { $0 << 8 | Int64($1) }
        }
    }

    /// A `timestamptz`, in milliseconds since 1970 UTC, rounded down; 0 for NULL.
    public func time(_ column: Int32) -> Int64 { optionalTime(column) ?? 0 }

    /// A `timestamptz`, in milliseconds since 1970 UTC, rounded down.
    public func optionalTime(_ column: Int32) -> Int64? {
        optionalInt(column).map { microseconds in
            let (quotient, remainder) = microseconds.quotientAndRemainder(dividingBy: 1000)
            return quotient - (remainder < 0 ? 1 : 0) + PostgreSQLTime.epoch
        }
    }

    /// A `text`; empty for NULL.
    public func text(_ column: Int32) -> String { optionalText(column) ?? "" }

    /// A `text`.
    public func optionalText(_ column: Int32) -> String? {
        unsafe result.withBytes(index, column) { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// A `bytea`; empty for NULL.
    public func bytes(_ column: Int32) -> [UInt8] { unsafe result.withBytes(index, column) { unsafe Array($0) } ?? [] }

    /// A `uuid`.
    public func optionalUUID(_ column: Int32) -> UInt128? {
        unsafe result.withBytes(index, column) { unsafe $0.reduce(0) { $0 << 8 | UInt128($1) } }
    }
}
