private import struct FoundationEssentials.Data
private import struct FoundationEssentials.Date
private import struct FoundationEssentials.Decimal
private import struct FoundationEssentials.URL
private import struct FoundationEssentials.UUID

extension JSONValue {
    /// Decodes the value to any type. Dates are as in RFC 3339, data in base64, and everything else as the type's own
    /// `init(from:)` reads it. Members that the type does not decode are ignored.
    /// - Throws: `DecodingError` with the coding path.
    public func decoded<Value: Decodable>(as type: Value.Type) throws -> Value {
        try JSONValueDecoder(value: self, path: .root).decode(type)
    }
}

/// Decodes one value of a JSON text that has been parsed already.
struct JSONValueDecoder: Decoder {
    /// The path to a value from the root.
    indirect enum Path {
        case root
        case member(any CodingKey, of: Path)

        var keys: [any CodingKey] {
            switch self {
            case .root: []
            case .member(let key, let path): path.keys + [key]
            }
        }
    }

    let value: JSONValue
    let path: Path

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = value else { throw mismatch([String: Any].self, "an object") }
        return KeyedDecodingContainer(JSONObjectContainer<Key>(members: members, decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let elements) = value else { throw mismatch([Any].self, "a list") }
        return JSONArrayContainer(elements: elements, decoder: self)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { JSONSingleContainer(decoder: self) }

    /// Decodes the value to a type that may have a format of its own in JSON.
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let special: Any? =
            switch type {
            case is Date.Type: try text("a date and time such as 2026-05-01T10:30:00Z") { Date(rfc3339: $0) }
            case is Data.Type: try text("data in base64") { Data(base64Encoded: $0) }
            case is URL.Type: try text("a URL") { URL(string: $0) }
            case is UUID.Type: try text("a UUID") { UUID(uuidString: $0) }
            case is Decimal.Type: try decimal()
            default: nil
            }
        if let special, let value = special as? Value { return value }
        do { return try Value(from: self) } catch let error as DecodingError {
            switch value {
            case .string(let text): throw error.explained(for: type, text: text, at: codingPath)
            case .integer, .number, .longNumber:
                throw error.explained(for: type, text: value.serialized(), at: codingPath)
            case .null, .bool, .array, .object: throw error
            }
        }
    }

    /// Decodes a string that represents another type.
    private func text<Value>(_ expected: String, _ read: (String) -> Value?) throws -> Value {
        guard case .string(let text) = value, let value = read(text) else { throw mismatch(Value.self, expected) }
        return value
    }

    private func decimal() throws -> Decimal {
        guard value.isNumber, let decimal = Decimal(string: value.serialized()) else {
            throw mismatch(Decimal.self, "a number")
        }
        return decimal
    }

    func integer<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let number: Number? =
            switch value {
            case .integer(let integer): Number(exactly: integer)
            case .number(let double): Number(exactly: double)
            case .longNumber(let written): Number(written) ?? value.wholeNumber.flatMap { Number(exactly: $0) }
            case .null, .bool, .string, .array, .object: nil
            }
        guard let number else {
            throw mismatch(
                type, value.isNumber ? "a whole number from \(Number.min) to \(Number.max)" : "a whole number")
        }
        return number
    }

    func real<Number: BinaryFloatingPoint>(_ type: Number.Type) throws -> Number {
        guard let double = value.doubleValue else { throw mismatch(type, "a number") }
        let number = Number(double)
        guard number.isFinite else { throw mismatch(type, "a number that is not as large") }
        return number
    }

    func bool() throws -> Bool {
        guard case .bool(let bool) = value else { throw mismatch(Bool.self, "true or false") }
        return bool
    }

    func string() throws -> String {
        guard case .string(let string) = value else { throw mismatch(String.self, "a text") }
        return string
    }

    /// The error for a value of the wrong kind; null counts as missing.
    private func mismatch(_ type: Any.Type, _ expected: String) -> DecodingError {
        if value.isNull {
            return .valueNotFound(type, .init(codingPath: codingPath, debugDescription: "It is null."))
        }
        let shown = value.isNumber || value.stringValue.map { $0.utf8.count <= 64 } == true
        let what = shown ? "\(value.kind) (\(value.serialized().sanitized(to: 80)))" : value.kind
        return .mismatch(type, at: codingPath, "is \(what), and must be \(expected)")
    }
}

extension JSONValue {
    fileprivate var isNumber: Bool { doubleValue != nil }

    /// A whole number that a `Double` represents exactly, such as the one in `3.000000000000000000`.
    fileprivate var wholeNumber: Double? { doubleValue.flatMap { $0.magnitude < 9_007_199_254_740_992 ? $0 : nil } }

    /// The kind of value, with its article.
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer, .number, .longNumber: "a number"
        case .string: "a text"
        case .array: "a list"
        case .object: "an object"
        }
    }
}

/// The single value of a decoder.
private struct JSONSingleContainer: SingleValueDecodingContainer {
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.value.isNull }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
    func decode(_ type: String.Type) throws -> String { try decoder.string() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.real(type) }
    func decode(_ type: Float.Type) throws -> Float { try decoder.real(type) }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer(type) }
    func decode(_ type: Int128.Type) throws -> Int128 { try decoder.integer(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer(type) }
    func decode(_ type: UInt128.Type) throws -> UInt128 { try decoder.integer(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}

/// The members of an object, by name.
private struct JSONObjectContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: JSONObject
    let decoder: JSONValueDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { try member(key).value.isNull }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try member(key).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try member(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try member(key).unkeyedContainer()
    }

    func superDecoder() -> any Decoder { nested(members["super"] ?? .null, SuperKey()) }

    func superDecoder(forKey key: Key) -> any Decoder { nested(members[key.stringValue] ?? .null, key) }

    private func member(_ key: Key) throws -> JSONValueDecoder {
        guard let value = members[key.stringValue] else {
            throw DecodingError.keyNotFound(key, .init(codingPath: codingPath, debugDescription: "It is missing."))
        }
        return nested(value, key)
    }

    private func nested(_ value: JSONValue, _ key: some CodingKey) -> JSONValueDecoder {
        JSONValueDecoder(value: value, path: .member(key, of: decoder.path))
    }
}

/// The key under which a class decodes its superclass.
private struct SuperKey: CodingKey {
    let stringValue = "super"
    let intValue: Int? = nil

    init() {}
    init?(stringValue: String) { nil }
    init?(intValue: Int) { nil }
}

/// The elements of an array, one after another.
private struct JSONArrayContainer: UnkeyedDecodingContainer {
    let elements: [JSONValue]
    let decoder: JSONValueDecoder
    private(set) var currentIndex = 0

    init(elements: [JSONValue], decoder: JSONValueDecoder) {
        self.elements = elements
        self.decoder = decoder
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex == elements.count }

    mutating func decodeNil() throws -> Bool {
        guard try current().value.isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let value = try current().decode(type)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        let container = try current().container(keyedBy: type)
        currentIndex += 1
        return container
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        let container = try current().unkeyedContainer()
        currentIndex += 1
        return container
    }

    mutating func superDecoder() throws -> any Decoder {
        let decoder = try current()
        currentIndex += 1
        return decoder
    }

    private func current() throws -> JSONValueDecoder {
        let key = PositionKey(currentIndex)
        guard !isAtEnd else {
            let context = DecodingError.Context(codingPath: codingPath + [key], debugDescription: "The list ends.")
            throw DecodingError.valueNotFound(Any.self, context)
        }
        return JSONValueDecoder(value: elements[currentIndex], path: .member(key, of: decoder.path))
    }
}

/// The position of an element in its list.
private struct PositionKey: CodingKey {
    let position: Int

    var stringValue: String { "\(position)" }
    var intValue: Int? { position }

    init(_ position: Int) { self.position = position }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { position = intValue }
}
