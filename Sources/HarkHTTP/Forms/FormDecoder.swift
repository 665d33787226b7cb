/// Decodes the fields of a form or of a query string to a `Decodable` type: one field for each property.
///
/// A property is a `String`, a number, a `Bool` (`true`, `false`, `1`, `0`, `on`, `off`, `yes`, `no`), a `UUID`, a
/// `Date` as in RFC 3339, a type with such a raw value, an optional of these (nil if the field is missing), or an array
/// of these (one element for each field with that name). If a field occurs several times, a single value takes the
/// first. Fields without a property are ignored; nested objects cannot be written in a form.
public struct FormDecoder: Sendable {
    /// A decoder.
    public init() {}

    /// Decodes a value.
    /// - Throws: `DecodingError` with the field's name as coding path if a field is missing or invalid, or if the type
    ///   cannot be written in a form.
    public func decode<Value: Decodable>(_ type: Value.Type, from fields: FormFields) throws -> Value {
        try Value(from: FormFieldsDecoder(fields: fields))
    }
}

/// Decodes a whole form: it supports keyed containers only.
private struct FormFieldsDecoder: Decoder {
    let fields: FormFields

    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(FormContainer<Key>(fields: fields))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw isNotForm([Any].self) }

    func singleValueContainer() throws -> any SingleValueDecodingContainer { throw isNotForm(String.self) }

    private func isNotForm(_ type: Any.Type) -> DecodingError {
        .typeMismatch(type, .init(codingPath: [], debugDescription: "A form has names; only a keyed type can be read."))
    }
}

/// The fields of a form, by name.
private struct FormContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let fields: FormFields

    let codingPath: [any CodingKey] = []

    var allKeys: [Key] { fields.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { fields[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { !contains(key) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try field(key).value(as: type)
    }

    func superDecoder() throws -> any Decoder { throw DecodingError.objectInField(at: []) }

    func superDecoder(forKey key: Key) throws -> any Decoder { try field(key) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try field(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try field(key).unkeyedContainer()
    }

    private func field(_ key: Key) throws -> FormFieldDecoder {
        let values = fields.all(key.stringValue)
        guard !values.isEmpty else {
            throw DecodingError.keyNotFound(key, .init(codingPath: [], debugDescription: "The field is missing."))
        }
        return FormFieldDecoder(values: values, codingPath: [key])
    }
}

extension DecodingError {
    /// The error for a type with properties of its own inside a field.
    static func objectInField(at path: [any CodingKey]) -> DecodingError {
        .typeMismatch(
            [String: Any].self,
            .init(codingPath: path, debugDescription: "A form's field cannot hold an object.")
        )
    }
}
