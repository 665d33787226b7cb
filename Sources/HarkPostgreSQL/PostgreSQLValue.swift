/// A parameter of a statement. It is sent in PostgreSQL's binary format, with its type.
public enum PostgreSQLValue: Sendable, Equatable {
    /// A `boolean`.
    case bool(Bool?)
    /// A `bigint`.
    case int(Int64?)
    /// A `text`. PostgreSQL stores no NUL; U+FFFD is sent in its place.
    case text(String?)
    /// A `bytea`.
    case bytes([UInt8]?)
    /// A `timestamptz`, in milliseconds since 1970 UTC.
    case time(Int64?)
    /// A `uuid`: any 16 bytes.
    case uuid(UInt128?)
    /// A `boolean[]`.
    case bools([Bool?])
    /// A `bigint[]`.
    case ints([Int64?])
    /// A `text[]`.
    case texts([String?])
    /// A `bytea[]`.
    case blobs([[UInt8]?])
    /// A `timestamptz[]`, in milliseconds since 1970 UTC.
    case times([Int64?])
    /// A `uuid[]`.
    case uuids([UInt128?])
}

extension PostgreSQLValue {
    /// The object identifiers of PostgreSQL's types (`pg_type.dat`).
    private enum TypeID {
        static let bool: UInt32 = 16
        static let bytes: UInt32 = 17
        static let int: UInt32 = 20
        static let text: UInt32 = 25
        static let time: UInt32 = 1184
        static let uuid: UInt32 = 2950
    }

    /// The object identifier of its type.
    var typeID: UInt32 {
        switch self {
        case .bool: TypeID.bool
        case .int: TypeID.int
        case .text: TypeID.text
        case .bytes: TypeID.bytes
        case .time: TypeID.time
        case .uuid: TypeID.uuid
        case .bools: 1000
        case .ints: 1016
        case .texts: 1009
        case .blobs: 1001
        case .times: 1185
        case .uuids: 2951
        }
    }

    /// Appends its bytes.
    /// - Returns: false for NULL, of which there are none.
    func encode(into bytes: inout [UInt8]) -> Bool {
        switch self {
        case .bool(let value): return bytes.append(value)
        case .int(let value): return bytes.append(value)
        case .text(let value): return bytes.append(value)
        case .bytes(let value): return bytes.append(value)
        case .time(let value): return bytes.append(time: value)
        case .uuid(let value): return bytes.append(value)
        case .bools(let values): bytes.append(array: values, TypeID.bool) { $0.append($1) }
        case .ints(let values): bytes.append(array: values, TypeID.int) { $0.append($1) }
        case .texts(let values): bytes.append(array: values, TypeID.text) { $0.append($1) }
        case .blobs(let values): bytes.append(array: values, TypeID.bytes) { $0.append($1) }
        case .times(let values): bytes.append(array: values, TypeID.time) { $0.append(time: $1) }
        case .uuids(let values): bytes.append(array: values, TypeID.uuid) { $0.append($1) }
        }
        return true
    }
}

/// The binary formats of PostgreSQL's types (`src/backend/utils/adt`). Each function returns false for nil.
extension [UInt8] {
    fileprivate mutating func append(_ value: Bool?) -> Bool {
        guard let value else { return false }
        append(value ? 1 : 0)
        return true
    }

    fileprivate mutating func append(_ value: Int64?) -> Bool {
        guard let value else { return false }
        append(number: value)
        return true
    }

    fileprivate mutating func append(time value: Int64?) -> Bool {
        guard let value else { return false }
        // Microseconds since 2000.
        append(number: (value - PostgreSQLTime.epoch) * 1000)
        return true
    }

    fileprivate mutating func append(_ value: UInt128?) -> Bool {
        guard let value else { return false }
        append(number: value)
        return true
    }

    fileprivate mutating func append(_ value: [UInt8]?) -> Bool {
        guard let value else { return false }
        append(contentsOf: value)
        return true
    }

    fileprivate mutating func append(_ value: String?) -> Bool {
        guard let value else { return false }
        if value.utf8.contains(0) {
            for byte in value.utf8 { append(contentsOf: byte == 0 ? [0xef, 0xbf, 0xbd] : [byte]) }
        } else {
            append(contentsOf: value.utf8)
        }
        return true
    }

    private mutating func append(number value: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
    }

    /// One dimension, whose indices begin with 1 (`array_recv`).
    fileprivate mutating func append<Value>(
        array values: [Value?], _ typeID: UInt32, _ append: (inout [UInt8], Value?) -> Bool
    ) {
        self.append(number: Int32(values.isEmpty ? 0 : 1))
        self.append(number: Int32(values.contains { $0 == nil } ? 1 : 0))
        self.append(number: typeID)
        if values.isEmpty { return }
        self.append(number: Int32(values.count))
        self.append(number: Int32(1))
        for value in values {
            let start = count
            self.append(number: Int32(-1))
            guard append(&self, value) else { continue }
            let length = UInt32(truncatingIfNeeded: count - start - 4)
            for place in 0..<4 { self[start + place] = UInt8(truncatingIfNeeded: length >> (24 - 8 * place)) }
        }
    }
}

/// How PostgreSQL counts time.
enum PostgreSQLTime {
    /// The start of 2000, in milliseconds since 1970 UTC.
    static let epoch: Int64 = 946_684_800_000
}
