/// One environment variable: declared once, read once at start, listed everywhere.
///
/// ```swift
/// static let room = Setting<Room>("HARK_DEPLOYS_ROOM", default: "#ops", help: "Where deploys are announced.")
/// static let secret = Setting<Secret>("HARK_DEPLOYS_SECRET", help: "The secret that signs deploys.")
/// static let quietTime = Setting<Duration?>("HARK_DEPLOYS_QUIET_TIME", help: "How long a service stays unannounced.")
///
/// init(_ context: PluginContext) throws { room = try context.settings[Self.room] }
/// ```
///
/// The manifest lists it. A setting without a default must be set, unless its type is an optional, or it is a secret
/// that a route is verified with, which the bot generates or waits for.
/// `NAME_FILE` gives any setting's value from a file, as systemd, Docker and Kubernetes mount secrets.
public struct Setting<Value: SettingValue>: Sendable {
    /// The variable's name, such as `HARK_EXAMPLE_GREETING`: `HARK_`, the plugin's name, and what it sets.
    public let variable: String

    /// One sentence that says what it is for.
    public let help: String

    /// The default value, or nil if the variable must be set.
    public let defaultValue: Value?

    private let check: @Sendable (Value) throws(SettingMismatch) -> Void

    /// A setting with a default.
    public init(
        _ variable: String,
        default value: Value,
        help: String,
        check: @escaping @Sendable (Value) throws(SettingMismatch) -> Void = { _ in }
    ) {
        self.variable = variable
        defaultValue = value
        self.help = help
        self.check = check
    }

    /// A setting without a default: it must be set, unless its type is an optional.
    public init(
        _ variable: String,
        help: String,
        check: @escaping @Sendable (Value) throws(SettingMismatch) -> Void = { _ in }
    ) {
        self.variable = variable
        defaultValue = Value.unsetValue
        self.help = help
        self.check = check
    }

    /// Reads and checks a value.
    func value(of text: String) throws(SettingMismatch) -> Value {
        let value = try Value(settingText: text)
        try check(value)
        return value
    }
}

/// A setting of any type, as manifests list them.
public protocol SettingDeclaration: Sendable {
    /// The variable's name.
    var variable: String { get }
    /// One sentence that says what it is for.
    var help: String { get }
    /// The type as lists show it.
    var typeName: String { get }
    /// Whether its value must not be shown.
    var isSecret: Bool { get }
    /// Whether there is no default, so that it must be set.
    var isRequired: Bool { get }
    /// The default as it is written in the environment; nil if there is none.
    var defaultText: String? { get }
    /// Checks that a text is a valid value.
    func validate(_ text: String) throws(SettingMismatch)
}

extension Setting: SettingDeclaration {
    public var typeName: String { Value.settingTypeName }
    public var isSecret: Bool { Value.isSecret }
    public var isRequired: Bool { defaultValue == nil }
    public var defaultText: String? {
        guard let text = defaultValue?.settingText, !text.isEmpty else { return nil }
        return text
    }
    public func validate(_ text: String) throws(SettingMismatch) { _ = try value(of: text) }
}

/// The prefix of the variables of a plugin's settings: `HARK_`, the plugin's name in capitals with `_` for `-`, and
/// `_`.
package func settingPrefix(ofPlugin name: String) -> String {
    "HARK_\(name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined())_"
}
