/// All values of a field.
struct FormListContainer: UnkeyedDecodingContainer {
    let values: [String]
    let codingPath: [any CodingKey]
    private(set) var currentIndex = 0

    init(values: [String], codingPath: [any CodingKey]) {
        self.values = values
        self.codingPath = codingPath
    }

    var count: Int? { values.count }
    var isAtEnd: Bool { currentIndex == values.count }

    mutating func decodeNil() throws -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next().value(as: type) }

    mutating func superDecoder() throws -> any Decoder { try next() }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw DecodingError.objectInField(at: codingPath)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

    /// A decoder for the next value.
    private mutating func next() throws -> FormFieldDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                String.self,
                .init(codingPath: codingPath, debugDescription: "The field does not occur that often.")
            )
        }
        defer { currentIndex += 1 }
        return FormFieldDecoder(values: [values[currentIndex]], codingPath: codingPath)
    }
}
