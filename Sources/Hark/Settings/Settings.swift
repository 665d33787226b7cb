/// The values of settings, as read at start.
public struct Settings: Sendable {
    private let texts: [String: String]

    /// Values by variable. A variable that is set to nothing counts as not set.
    public init(_ texts: [String: String]) { self.texts = texts.filter { !$0.value.isEmpty } }

    /// The value of a setting.
    /// - Throws: `SettingFault` when it is missing or malformed. The host has checked every declared setting before it
    ///   makes a plugin, so this happens for undeclared ones only.
    public subscript<Value>(_ setting: Setting<Value>) -> Value {
        get throws(SettingFault) {
            guard let text = texts[setting.variable] else {
                guard let fallback = setting.fallback else { throw SettingFault(missing: setting) }
                return fallback
            }
            do { return try setting.value(of: text) } catch { throw SettingFault(setting, error, text: text) }
        }
    }

    /// The text that was set for a variable, if any.
    package func text(_ variable: String) -> String? { texts[variable] }

    /// Checks one declared setting without needing its type.
    package func check(_ declaration: any SettingDeclaration) throws(SettingFault) {
        guard let text = texts[declaration.variable] else {
            if declaration.isRequired { throw SettingFault(missing: declaration) }
            return
        }
        do { try declaration.validate(text) } catch { throw SettingFault(declaration, error, text: text) }
    }
}

/// A setting's value is missing or malformed.
public struct SettingFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// The variable.
    public let variable: String

    /// One sentence that says what is wrong and what to do.
    public let description: String

    init(missing setting: any SettingDeclaration) {
        variable = setting.variable
        description = "\(variable) is not set. \(setting.help) Set it to a value of type \(setting.typeName)."
    }

    init(_ setting: any SettingDeclaration, _ mismatch: SettingMismatch, text: String) {
        variable = setting.variable
        let shown = setting.isSecret ? "its value" : "“\(text)”"
        description = "\(variable): \(shown) is not \(mismatch.expected)."
    }
}
