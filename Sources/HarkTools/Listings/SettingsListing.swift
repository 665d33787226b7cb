/// All settings of a bot, in several formats.
package struct SettingsListing: Sendable {
    private let settings: [any SettingDeclaration]

    /// The settings, sorted by variable, without repetitions.
    package init(_ declarations: [any SettingDeclaration]) {
        var seen: Set<String> = []
        settings = declarations.sorted { $0.variable < $1.variable }.filter { seen.insert($0.variable).inserted }
    }

    /// A table: name, type, default, help.
    /// - Parameter width: the columns of the terminal, or nil for no limit.
    package func table(width: Int?) -> String {
        TextTable(
            ["VARIABLE", "TYPE", "DEFAULT", "WHAT IT IS"],
            settings.map {
                [$0.variable, $0.typeName, $0.defaultText ?? ($0.needsValue ? "(required)" : ""), $0.help]
            },
            width: width
        ).text
    }

    /// An env file with every setting commented out, as a template.
    package var environmentFile: String {
        settings.map { setting in
            "# \(setting.help) \(setting.kind)\n\(EnvironmentLine(setting, text: nil).text)"
        }.joined(separator: "\n\n")
    }

    /// A JSON array of objects: `name`, `type`, `default` (null without one), `required`, `secret`, `help`.
    package var json: JSONValue {
        .array(
            settings.map { setting in
                [
                    "name": .string(setting.variable), "type": .string(setting.typeName),
                    "default": setting.defaultText.map(JSONValue.string) ?? .null,
                    "required": .bool(setting.needsValue), "secret": .bool(setting.isSecret),
                    "help": .string(setting.help),
                ]
            })
    }
}
