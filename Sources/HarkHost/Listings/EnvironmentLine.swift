/// One line of an env file, as systemd, Docker and `--env-file` read it. What is not set, or is a secret, is commented out.
struct EnvironmentLine {
    let text: String

    /// The line of a setting that has this text, or has none.
    init(_ setting: any SettingDeclaration, text: String?) {
        if let text, setting.isSecret {
            self.text = "#\(setting.variable)=\(Secret(text))"
        } else if let text {
            self.text = "\(setting.variable)=\(Self.quoted(text))"
        } else {
            self.text = "#\(setting.variable)=\(Self.quoted(setting.fallbackText ?? ""))"
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
