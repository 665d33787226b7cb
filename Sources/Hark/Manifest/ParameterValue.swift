public import struct FoundationEssentials.UUID

/// A value that can be read from one placeholder of a URL rule or of a command.
///
/// `String`, `Int`, `Double`, `UUID` and optionals of them conform; an enum with `String` raw values conforms by saying
/// so, and a type of one's own by an initializer.
public protocol ParameterValue: Sendable {
    /// Reads the value, or returns nil when the text is invalid: a URL that holds it is then not found (404), a command
    /// that holds it is answered with what was expected.
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
    public init?(parameter: String) { self.init(parameter) }
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
