public import struct FoundationEssentials.UUID

/// A value that can be read from one placeholder of a URL rule or of a command.
///
/// `String`, `Int`, `Double`, `UUID` and optionals of them conform; an enum with `String` raw values conforms by
/// declaring it, and any other type with an initializer.
public protocol ParameterValue: Sendable {
    /// Reads the value, or returns nil when the text is invalid: a URL with such a text is not found (404), and a
    /// command with it is answered with what was expected.
    init?(parameter: String)

    /// What is expected, with its article, for a person: `a whole number`.
    static var parameterDescription: String { get }

    /// Whether a command may leave the value out.
    static var isOptionalParameter: Bool { get }
}

extension ParameterValue {
    public static var parameterDescription: String { "a valid \(Self.self)" }
    public static var isOptionalParameter: Bool { false }
}

extension ParameterValue where Self: RawRepresentable, RawValue == String {
    public init?(parameter: String) { self.init(rawValue: parameter) }
}

extension ParameterValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    public static var parameterDescription: String { "one of \(allCases.map(\.rawValue).joined(separator: ", "))" }
}

extension String: ParameterValue {
    public init?(parameter: String) { self = parameter }
    public static var parameterDescription: String { "text" }
}

extension Int: ParameterValue {
    public init?(parameter: String) { self.init(parameter) }
    public static var parameterDescription: String { "a whole number" }
}

extension Double: ParameterValue {
    /// Finite numbers only: `nan`, `inf` and numbers that round to infinity are refused.
    public init?(parameter: String) {
        guard let value = Double(parameter), value.isFinite else { return nil }
        self = value
    }
    public static var parameterDescription: String { "a number" }
}

extension UUID: ParameterValue {
    public init?(parameter: String) { self.init(uuidString: parameter) }
    public static var parameterDescription: String { "a UUID" }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
    public init?(parameter: String) {
        guard let value = Wrapped(parameter: parameter) else { return nil }
        self = .some(value)
    }
    public static var parameterDescription: String { Wrapped.parameterDescription }
    public static var isOptionalParameter: Bool { true }
}

/// Converts the texts of placeholders into the values that a method takes, by position.
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

/// The text of a placeholder is not valid for its parameter.
package struct ParameterMismatch: Error, Equatable {
    /// Which placeholder, counted from 0.
    package let position: Int
    /// The text.
    package let text: String
    /// What was expected.
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
