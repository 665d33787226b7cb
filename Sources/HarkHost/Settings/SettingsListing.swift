/// Every setting of a bot, as people and programs want to read it.
public struct SettingsListing: Sendable {
    private let settings: [any SettingDeclaration]

    /// The settings, sorted by variable, each once.
    public init(_ declarations: [any SettingDeclaration]) {
        var seen: Set<String> = []
        settings = declarations.sorted { $0.variable < $1.variable }.filter { seen.insert($0.variable).inserted }
    }

    /// A table: name, type, default, help.
    /// - Parameter width: the columns of the terminal, or nil for as many as the table takes.
    public func table(width: Int?) -> String {
        TextTable(
            ["VARIABLE", "TYPE", "DEFAULT", "WHAT IT IS"],
            settings.map {
                [$0.variable, $0.typeName, $0.fallbackText ?? ($0.needsValue ? "(required)" : ""), $0.help]
            },
            width: width
        ).text
    }

    /// An env file with everything commented out, to be filled in.
    public var environmentFile: String {
        settings.map { setting in
            "# \(setting.help) \(setting.kind)\n\(EnvironmentLine(setting, text: nil).text)"
        }.joined(separator: "\n\n")
    }

    /// A JSON array of objects: `name`, `type`, `default` (null without one), `required`, `secret`, `help`.
    public var json: JSONValue {
        .array(
            settings.map { setting in
                [
                    "name": .string(setting.variable), "type": .string(setting.typeName),
                    "default": setting.fallbackText.map(JSONValue.string) ?? .null,
                    "required": .bool(setting.needsValue), "secret": .bool(setting.isSecret),
                    "help": .string(setting.help),
                ]
            })
    }
}

extension SettingDeclaration {
    /// Whether the bot does not start without it. A secret may be made by the bot, or waited for.
    var needsValue: Bool { isRequired && !isSecret }
}

extension SettingDeclaration {
    /// Its type, with its default or that it has none: `(text, default Hello)`.
    var kind: String {
        "(\(typeName)\(fallbackText.map { ", default \($0)" } ?? (needsValue ? ", required" : "")))"
    }
}

/// One line of an env file, as systemd, Docker and `--env-file` read it. What is not set, or is a secret, is commented
/// out.
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
