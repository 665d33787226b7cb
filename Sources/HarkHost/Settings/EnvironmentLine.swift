extension SettingDeclaration {
    /// Whether the bot does not start without it. The bot generates a missing secret or waits for it.
    package var needsValue: Bool { isRequired && !isSecret }
}

extension SettingDeclaration {
    /// Its type and its default, or that it is required: `(text, default Hello)`.
    package var kind: String {
        "(\(typeName)\(defaultText.map { ", default \($0)" } ?? (needsValue ? ", required" : "")))"
    }
}

/// One line of an env file, as systemd and `--env-file` read it; podman and docker take its quotes as part of the
/// value. A setting that is not set, or is a secret, is commented out.
package struct EnvironmentLine {
    /// The line.
    package let text: String

    /// The line of a setting with this value, or without one.
    package init(_ setting: any SettingDeclaration, text: String?) {
        if let text, setting.isSecret {
            self.text = "#\(setting.variable)=\(Secret(text))"
        } else if let text {
            self.text = "\(setting.variable)=\(Self.quoted(text))"
        } else {
            self.text = "#\(setting.variable)=\(Self.quoted(setting.defaultText ?? ""))"
        }
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber || "_-./:,#@+!".contains($0) } && text.first != "#"
        guard !isPlain else { return text }
        let escaped = text.map { character in
            switch character {
            case "\"", "\\", "$", "`": "\\\(character)"
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"\(escaped.joined())\""
    }
}
