private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.Decimal
private import struct FoundationEssentials.URL
private import struct FoundationEssentials.UUID

/// The decoder of a `FieldProbe`.
struct ProbeDecoder: Decoder {
    let record: FieldProbe.Record
    let path: ProbePath
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        record.keyTests.append { Key(stringValue: $0) != nil }
        return KeyedDecodingContainer(ProbeObject<Key>(record: record, path: path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        record.isList = true
        throw Stop()
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { ProbeValue(record: record, path: path) }

    /// Thrown when nothing more can be found out.
    struct Stop: Error {}

    /// A minimal value of a type: zero, an empty text, or a recursively decoded value.
    static func value<Value: Decodable>(of type: Value.Type, path: ProbePath) throws -> Value {
        let simple: Any? =
            switch type {
            case is String.Type: ""
            case is Bool.Type: false
            case is Data.Type: Data()
            case is Decimal.Type: Decimal()
            case is URL.Type: URL(string: "https://example.org")
            case is UUID.Type: UUID()
            default: nil
            }
        if let value = simple as? Value { return value }
        if let number = (type as? any (BinaryInteger & Decodable).Type)?.init(exactly: 0) as? Value { return number }
        if let number = (type as? any (BinaryFloatingPoint & Decodable).Type)?.init(exactly: 0) as? Value {
            return number
        }
        if let list = (type as? any EmptyList.Type)?.empty as? Value { return list }
        if let choice = (type as? any CaseIterable.Type).flatMap({ first($0) }) as? Value { return choice }
        guard let inside = path.entering(type) else { throw Stop() }
        return try Value(from: ProbeDecoder(record: FieldProbe.Record(), path: inside))
    }
}

/// The first case of an enumeration with listed cases.
private func first<Choice: CaseIterable>(_ type: Choice.Type) -> Any? { Choice.allCases.first }

/// A collection that can be empty.
private protocol EmptyList {
    static var empty: Self { get }
}

extension Array: EmptyList { static var empty: Self { [] } }
extension Set: EmptyList { static var empty: Self { [] } }
extension Dictionary: EmptyList { static var empty: Self { [:] } }

/// Records the members that are decoded.
private struct ProbeObject<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let record: FieldProbe.Record
    let path: ProbePath
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) -> Bool { true }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        record.fields.append(FieldProbe.Field(name: key.stringValue, type: type, isRequired: true))
        return try ProbeDecoder.value(of: type, path: path)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) -> Value? { optional(type, key) }

    // The standard library has overloads for these types, which would be called instead.
    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) -> Bool? { optional(type, key) }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) -> String? { optional(type, key) }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) -> Double? { optional(type, key) }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) -> Float? { optional(type, key) }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) -> Int? { optional(type, key) }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) -> Int8? { optional(type, key) }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) -> Int16? { optional(type, key) }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) -> Int32? { optional(type, key) }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) -> Int64? { optional(type, key) }
    func decodeIfPresent(_ type: Int128.Type, forKey key: Key) -> Int128? { optional(type, key) }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) -> UInt? { optional(type, key) }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) -> UInt8? { optional(type, key) }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) -> UInt16? { optional(type, key) }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) -> UInt32? { optional(type, key) }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) -> UInt64? { optional(type, key) }
    func decodeIfPresent(_ type: UInt128.Type, forKey key: Key) -> UInt128? { optional(type, key) }

    /// Records an optional member, and returns nil.
    private func optional<Value: Decodable>(_ type: Value.Type, _ key: Key) -> Value? {
        record.fields.append(FieldProbe.Field(name: key.stringValue, type: type, isRequired: false))
        return nil
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        record.fields.append(FieldProbe.Field(name: key.stringValue, type: nil, isRequired: true))
        return KeyedDecodingContainer(ProbeObject<Nested>(record: FieldProbe.Record(), path: path))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw ProbeDecoder.Stop() }

    func superDecoder() throws -> any Decoder { throw ProbeDecoder.Stop() }

    func superDecoder(forKey key: Key) throws -> any Decoder { throw ProbeDecoder.Stop() }
}

/// Records the single value that is decoded.
private struct ProbeValue: SingleValueDecodingContainer {
    let record: FieldProbe.Record
    let path: ProbePath
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        record.single = type
        return try ProbeDecoder.value(of: type, path: path)
    }
}
