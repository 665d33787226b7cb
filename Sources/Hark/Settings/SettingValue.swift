/// A type that a setting can have: read from an environment variable's text, and written back as such.
public protocol SettingValue: Sendable {
    /// Reads the value.
    /// - Throws: `SettingMismatch` when the text is invalid.
    init(settingText: String) throws(SettingMismatch)

    /// The text that is read as this value.
    var settingText: String { get }

    /// The type as lists of settings show it: `text`, `whole number`, `duration`.
    static var settingTypeName: String { get }

    /// The value of a setting that is not set and has no default, or nil when such a setting must be set.
    static var unsetValue: Self? { get }

    /// Whether values must be hidden.
    static var isSecret: Bool { get }

    /// The rooms that the value names: the bot joins them, and `hark check --connect` looks them up.
    var settingRooms: [Room] { get }
}

extension SettingValue {
    public static var unsetValue: Self? { nil }
    public static var isSecret: Bool { false }
    public var settingRooms: [Room] { [] }
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
    public var settingText: String { description }
    public static var settingTypeName: String { "room" }
    public var settingRooms: [Room] { [self] }
}

/// A person is written as their identifier, with their network in front unless it is the default one:
/// `slack:U024BE7LH`.
extension Person: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard !settingText.isEmpty else { throw SettingMismatch(expected: "a person, such as slack:U024BE7LH") }
        let (network, id) = NetworkName.split(settingText)
        self.init(id: id, on: network)
    }
    public var settingText: String { network.map { "\($0):\(id)" } ?? id }
    public static var settingTypeName: String { "person" }
}

extension Optional: SettingValue where Wrapped: SettingValue {
    public init(settingText: String) throws(SettingMismatch) { self = .some(try Wrapped(settingText: settingText)) }
    public var settingText: String { self?.settingText ?? "" }
    public static var settingTypeName: String { Wrapped.settingTypeName }
    public static var unsetValue: Wrapped?? { .some(nil) }
    public static var isSecret: Bool { Wrapped.isSecret }
    public var settingRooms: [Room] { self?.settingRooms ?? [] }
}

/// Values separated by commas; white space around them and empty ones are dropped.
extension Array: SettingValue where Element: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        self = []
        for part in settingText.split(separator: ",") {
            let text = part.trimmingSpaces
            if !text.isEmpty { append(try Element(settingText: String(text))) }
        }
    }
    public var settingText: String { map(\.settingText).joined(separator: ",") }
    public static var settingTypeName: String { "list of \(Element.settingTypeName)" }
    public static var isSecret: Bool { Element.isSecret }
    public var settingRooms: [Room] { flatMap(\.settingRooms) }
}

extension AddressRange: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let range = AddressRange(settingText) else {
            throw SettingMismatch(expected: "an address or a CIDR range such as 10.0.0.0/8 or 2001:db8::/32")
        }
        self = range
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "address range" }
}

extension ProxyAddress: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let address = ProxyAddress(settingText) else {
            throw SettingMismatch(expected: "an address, a CIDR range such as 10.0.0.0/8, or unix")
        }
        self = address
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "address range|unix" }
}

extension BaseURL: SettingValue {
    public init(settingText: String) throws(SettingMismatch) {
        guard let url = BaseURL(settingText) else {
            throw SettingMismatch(expected: "a URL such as https://example.org/path")
        }
        self = url
    }
    public var settingText: String { description }
    public static var settingTypeName: String { "URL" }
}

extension SecretRing.Content {
    /// Reads a setting's text: values separated by commas or line breaks, white space around them dropped. A comma that
    /// belongs to a value is written `\,`.
    package init(settingText text: String) throws(SettingMismatch) {
        var values: [String] = []
        for part in Self.split(text) where !values.contains(where: { $0.hasSameBytes(as: part) }) {
            values.append(part)
        }
        guard !values.isEmpty else { throw SettingMismatch(expected: "a secret of at least one character") }
        guard !values.contains(where: { $0.utf8.contains(0) }) else {
            throw SettingMismatch(expected: "a secret without NUL characters")
        }
        guard values.allSatisfy({ $0.utf8.count <= Self.longestValue }) else {
            throw SettingMismatch(expected: "a secret of at most 16 KiB")
        }
        let areUnsigned = values.map { $0.hasSameBytes(as: Self.unsignedText) }
        if areUnsigned == [true] {
            self = .unsigned
        } else if areUnsigned.contains(true) {
            throw SettingMismatch(expected: "“unsigned” or a list of secrets")
        } else {
            self = .values(values)
        }
    }

    private static func split(_ text: String) -> [String] {
        var parts = [""]
        var isEscaped = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\" where !isEscaped: isEscaped = true
            case "," where !isEscaped, "\n", "\r":
                if isEscaped { parts[parts.count - 1].append("\\") }
                parts.append("")
                isEscaped = false
            default:
                if isEscaped, scalar != "," { parts[parts.count - 1].append("\\") }
                parts[parts.count - 1].unicodeScalars.append(scalar)
                isEscaped = false
            }
        }
        if isEscaped { parts[parts.count - 1].append("\\") }
        return parts.map { String($0.trimmingSpaces) }.filter { !$0.isEmpty }
    }
}
