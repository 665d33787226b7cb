/// A type that a setting can have: read from an environment variable's text, and written back as such.
public protocol SettingValue: Sendable {
    /// Reads the value.
    /// - Throws: `SettingMismatch` when the text is invalid.
    init(settingText: String) throws(SettingMismatch)

    /// The text that reads as this value.
    var settingText: String { get }

    /// The type as lists of settings show it: `text`, `whole number`, `duration`.
    static var settingTypeName: String { get }

    /// The value of a setting that is not set and has no default, or nil when such a setting must be set.
    static var unsetValue: Self? { get }

    /// Whether values must not be shown.
    static var isSecret: Bool { get }
}

extension SettingValue {
    public static var unsetValue: Self? { nil }
    public static var isSecret: Bool { false }
}

/// What a setting's text should have been.
public struct SettingMismatch: Error, Sendable, Equatable {
    /// What was expected, with its article: `a whole number from 0 to 65535`.
    public let expected: String

    /// Says what was expected.
    public init(expected: String) { self.expected = expected }
}

extension SettingValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    public init(settingText: String) throws(SettingMismatch) {
        guard let value = Self(rawValue: settingText) else {
            throw SettingMismatch(expected: "one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = value
    }
    public var settingText: String { rawValue }
    public static var settingTypeName: String { allCases.map(\.rawValue).joined(separator: "|") }
}

extension String: SettingValue {
    public init(settingText: String) { self = settingText }
    public var settingText: String { self }
    public static var settingTypeName: String { "text" }
}

extension Secret: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        self.init(SecretRing(try SecretRing.Content(settingText: settingText)))
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "secret" }
    public static var isSecret: Bool { true }
}

extension Int: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let value = Int(settingText) else { throw SettingMismatch(expected: "a whole number") }
        self = value
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "whole number" }
}

extension Double: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let value = Double(settingText), value.isFinite else { throw SettingMismatch(expected: "a number") }
        self = value
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "number" }
}

extension Bool: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        switch settingText.lowercased() {
        case "1", "true", "yes", "on": self = true
        case "0", "false", "no", "off": self = false
        default: throw SettingMismatch(expected: "true or false")
        }
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "true|false" }
}

extension Room: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard !settingText.isEmpty else { throw SettingMismatch(expected: "a room's name, such as #general") }
        self.init(settingText)
    }
    public var settingText: String { name }
    public static var settingTypeName: String { "room" }
}
