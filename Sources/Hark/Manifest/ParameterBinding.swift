/// Turns the texts of placeholders into the values that a method takes, by position.
package struct ParameterBinding {
    private let texts: [String?]
    private var position = 0

    init(_ texts: [String?]) { self.texts = texts }

    /// Reads the next value.
    mutating func next<Value: ParameterValue>(_ type: Value.Type) throws(ParameterMismatch) -> Value {
        defer { position += 1 }
        guard position < texts.count, let text = texts[position] else {
            guard let absent = (type as? any AbsentParameter.Type)?.absent as? Value else {
                throw ParameterMismatch(position: position, text: "", expected: Value.parameterDescription)
            }
            return absent
        }
        guard let value = Value(parameter: text) else {
            throw ParameterMismatch(position: position, text: text, expected: Value.parameterDescription)
        }
        return value
    }
}

/// A placeholder's text is not one that its parameter can take.
package struct ParameterMismatch: Error, Equatable {
    /// Which placeholder, counted from 0.
    package let position: Int
    /// The text in its place.
    package let text: String
    /// What was expected instead.
    package let expected: String
}

/// A parameter type that has a value for "left out".
private protocol AbsentParameter {
    static var absent: Self { get }
}

extension Optional: AbsentParameter where Wrapped: ParameterValue {
    static var absent: Wrapped? { nil }
}

/// The types of a parameter pack, in order.
func parameterTypes<each Value: ParameterValue>(_ types: repeat (each Value).Type) -> [any ParameterValue.Type] {
    var list: [any ParameterValue.Type] = []
    for type in repeat each types { list.append(type) }
    return list
}
