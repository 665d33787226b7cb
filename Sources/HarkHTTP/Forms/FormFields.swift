/// Names and values of a query string or a form, in the order sent; a name may occur several times.
public struct FormFields: Sendable, Hashable {
    /// One name and its value.
    public struct Field: Sendable, Hashable {
        /// The name, decoded.
        public let name: String
        /// The value, decoded.
        public let value: String

        /// A field of the given name and value.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    private var fields: [Field]

    /// The given fields, in their order.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// The value of the first field of that name, or nil when there is none. Names are compared byte by byte.
    public subscript(_ name: String) -> String? {
        let name = UntrustedText(bounded: name)
        return fields.first { UntrustedText(bounded: $0.name) == name }?.value
    }

    /// The values of all fields of that name, in the order sent. Names are compared byte by byte.
    public func all(_ name: String) -> [String] {
        let name = UntrustedText(bounded: name)
        return fields.filter { UntrustedText(bounded: $0.name) == name }.map(\.value)
    }

    mutating func append(_ field: Field) { fields.append(field) }
}

extension FormFields: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { fields.count }
    public subscript(_ position: Int) -> Field { fields[position] }
}

extension FormFields: ExpressibleByDictionaryLiteral {
    /// Fields in the order written; a name may be written several times.
    public init(dictionaryLiteral elements: (String, String)...) { fields = elements.map(Field.init) }
}
