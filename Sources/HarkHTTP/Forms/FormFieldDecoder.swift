private import struct FoundationEssentials.Date

/// Decodes one field, which has several values if its name occurs several times.
struct FormFieldDecoder: Decoder {
    /// The values, at least one.
    let values: [String]
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw DecodingError.objectInField(at: codingPath)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        FormListContainer(values: values, codingPath: codingPath)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { FormValueContainer(field: self) }

    /// The field as any decodable type.
    func value<Value: Decodable>(as type: Value.Type) throws -> Value {
        guard type == Date.self else {
            do { return try Value(from: self) } catch let error as DecodingError {
                throw error.explained(for: type, text: values.first ?? "", at: codingPath)
            }
        }
        guard let date = try Date(rfc3339: text) as? Value else {
            throw isNot("a date and time such as 2026-05-01T10:30:00Z")
        }
        return date
    }

    /// The first value.
    var text: String {
        get throws {
            guard let text = values.first else { throw isNot("a value") }
            return text
        }
    }

    /// The error for a text that is not a valid value.
    func isNot(_ expected: String) -> DecodingError {
        let shown = values.first.map { "is “\($0.sanitized(to: 64))”" } ?? "is empty"
        return .invalid(at: codingPath, "\(shown), and must be \(expected)")
    }
}

/// The first value of a field.
private struct FormValueContainer: SingleValueDecodingContainer {
    let field: FormFieldDecoder

    var codingPath: [any CodingKey] { field.codingPath }

    func decodeNil() -> Bool { false }

    func decode(_ type: Bool.Type) throws -> Bool {
        switch try field.text.lowercased() {
        case "true", "1", "on", "yes": true
        case "false", "0", "off", "no": false
        default: throw field.isNot("true or false")
        }
    }

    func decode(_ type: String.Type) throws -> String { try field.text }
    func decode(_ type: Double.Type) throws -> Double { try real() }
    func decode(_ type: Float.Type) throws -> Float { try real() }
    func decode(_ type: Int.Type) throws -> Int { try integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try integer() }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try field.value(as: type) }

    private func integer<Number: FixedWidthInteger>() throws -> Number {
        guard let number = Number(try field.text) else {
            throw field.isNot("a whole number from \(Number.min) to \(Number.max)")
        }
        return number
    }

    private func real<Number: BinaryFloatingPoint & LosslessStringConvertible>() throws -> Number {
        guard let number = Number(try field.text), number.isFinite else { throw field.isNot("a number") }
        return number
    }
}
