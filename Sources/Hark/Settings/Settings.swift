/// The values of settings, as read at the start.
///
/// ```swift
/// static let room = Setting<Room>("HARK_DEPLOYS_ROOM", default: "#ops", help: "Where deploys are announced.")
///
/// init(_ context: PluginContext) throws { room = try context.settings[Self.room] }
/// ```
public struct Settings: Sendable {
    private let texts: [String: String]
    private let rings: [String: SecretRing]
    /// The variables that may be read; nil for all.
    private let declared: Set<String>?

    /// Values by variable. An empty value counts as not set.
    public init(_ texts: [String: String]) { self.init(texts, rings: [:]) }

    /// Values by variable, and the rings of the secrets among them.
    package init(_ texts: [String: String], rings: [String: SecretRing]) {
        self.texts = texts.filter { !$0.value.isEmpty }
        self.rings = rings
        declared = nil
    }

    /// The values of a plugin's own settings, taken from those of the bot: no plugin can read the secrets of another.
    package init(_ settings: Settings, of declarations: [any SettingDeclaration]) {
        let variables = Set(declarations.map(\.variable))
        texts = settings.texts.filter { variables.contains($0.key) }
        rings = settings.rings.filter { variables.contains($0.key) }
        declared = variables
    }

    /// The value of a setting. A secret that is not set and has no default is empty at first: the host generates it or
    /// waits for it, depending on the verifier that uses it.
    /// - Throws: `SettingFault` when it is missing or malformed. The host has checked every declared setting before it
    ///   makes a plugin, so this happens for undeclared ones only.
    public subscript<Value>(_ setting: Setting<Value>) -> Value {
        get throws(SettingFault) {
            if let declared, !declared.contains(setting.variable) { throw SettingFault(undeclared: setting) }
            if let ring = rings[setting.variable], setting.defaultValue == nil || texts[setting.variable] != nil,
                let secret = Secret(ring) as? Value
            {
                return secret
            }
            guard let text = texts[setting.variable] else {
                if let value = setting.defaultValue { return value }
                if let unset = Secret(SecretRing(.unset, variable: setting.variable)) as? Value { return unset }
                throw SettingFault(missing: setting)
            }
            do { return try setting.value(of: text) } catch { throw SettingFault(setting, error, text: text) }
        }
    }

    /// The text that was set for a variable, if any.
    package func text(_ variable: String) -> String? { texts[variable] }

    /// Checks one declared setting without knowing its type.
    package func check(_ declaration: any SettingDeclaration) throws(SettingFault) {
        guard let text = texts[declaration.variable] else {
            if declaration.isRequired { throw SettingFault(missing: declaration) }
            return
        }
        do { try declaration.validate(text) } catch { throw SettingFault(declaration, error, text: text) }
    }
}

/// Prints only the number of settings, because secrets are among them.
extension Settings: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "<\(texts.count) settings>" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// The value of a setting is missing or malformed.
public struct SettingFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The variable.
    public let variable: String

    /// One sentence that says what is wrong and how to fix it.
    public let description: String

    /// A setting that must be set and is not.
    package init(missing setting: any SettingDeclaration) {
        variable = setting.variable
        description = "\(variable) is not set. \(setting.help) Set it to a value of type \(setting.typeName)."
    }

    init(undeclared setting: any SettingDeclaration) {
        variable = setting.variable
        description = "\(variable) is read but not declared in the manifest. Add it to the manifest's settings."
    }

    init(_ setting: any SettingDeclaration, _ mismatch: SettingMismatch, text: String) {
        variable = setting.variable
        let isShort = text.utf8.count <= 80 && !text.contains(where: \.isNewline)
        // There may be a password before an @ (RFC 3986, 3.2.1), even if the rest of the URL is mistyped.
        let shown = isShort && !setting.isSecret && !text.contains("@") ? "“\(text)”" : "its value"
        description = "\(variable): \(shown) is not \(mismatch.expected)."
    }
}
