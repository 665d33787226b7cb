/// A way into a JSON value: names separated by dots, `*` for every element of a list.
struct JSONPath {
    private let steps: [Substring]

    init(_ text: String) { steps = text.split(separator: ".", omittingEmptySubsequences: false) }

    /// The texts at its end: strings as they are, numbers and truth values as JSON writes them.
    func values(in value: JSONValue) -> [String] {
        var found = [value]
        for step in steps {
            found = found.flatMap { value -> [JSONValue] in
                if step == "*" { return value.arrayValue ?? [] }
                return value[String(step)].map { [$0] } ?? []
            }
        }
        return found.compactMap { value in
            switch value {
            case .string(let text): text
            case .integer, .number, .longNumber, .bool: value.serialized()
            case .null, .array, .object: nil
            }
        }
    }
}
