/// The effective settings of an environment: the value of each setting, and its source. Secrets are hidden.
package struct EffectiveSettings: Sendable {
    /// The source of a value.
    enum Source {
        /// The environment of the process, or an env file.
        case variable(envFile: String?)
        /// The file that `NAME_FILE` names, itself from the environment or an env file.
        case file(path: String, envFile: String?)
        /// A systemd credential.
        case credential(path: String)
        /// The bot generates it; it is kept at this place, or will be.
        case bot(place: String, isKept: Bool)
        /// The setting's own default.
        case defaultValue
        /// None.
        case none
    }

    struct Row {
        let variable: String
        let text: String?
        let isSecret: Bool
        let source: Source
    }

    /// The faults that keep the bot from starting; the values of faulty settings are not shown.
    package let faults: [Fault]

    /// Messages about variables that start with `HARK_` and are not settings.
    package let warnings: [String]

    private let rows: [Row]

    /// - Parameters:
    ///   - declarations: the settings.
    ///   - reading: the settings as the bot reads them; those of networks that it does not connect to are not read.
    ///   - environment: the variables, including those of env files.
    ///   - files: the env file of each variable that comes from one; the others come from the process.
    ///   - generated: the secrets that the bot generated, or would generate at its start.
    package init(
        _ declarations: [any SettingDeclaration],
        reading: SettingsReader.Reading,
        environment: [String: String],
        files: [String: String],
        generated: [GeneratedSecret]
    ) {
        faults = reading.faults
        warnings = reading.warnings
        var seen: Set<String> = []
        rows = declarations.sorted { $0.variable < $1.variable }.filter { seen.insert($0.variable).inserted }.map {
            let variable = $0.variable
            let source = try? SettingSource(variable, in: environment)
            let own = generated.first { $0.variable == variable }.map { Source.bot(place: $0.place, isKept: $0.isKept) }
            let given: Source? =
                if let file = source?.file {
                    file.isCredential
                        ? .credential(path: file.path) : .file(path: file.path, envFile: files["\(variable)_FILE"])
                } else if source == nil || source?.direct != nil {
                    .variable(envFile: files[variable])
                } else {
                    nil
                }
            let text = reading.settings.text(variable) ?? (given == nil ? $0.defaultText : nil)
            return Row(
                variable: variable, text: text, isSecret: $0.isSecret,
                source: given ?? own ?? ($0.defaultText == nil ? Source.none : .defaultValue))
        }
    }

    /// A table: name, value, source.
    /// - Parameter width: the columns of the terminal, or nil for no limit.
    package func table(width: Int?) -> String {
        TextTable(
            ["VARIABLE", "VALUE", "WHERE IT COMES FROM"], rows.map { [$0.variable, $0.value, $0.origin] }, width: width
        ).text
    }

    /// A JSON array of objects: `name`, `value` (null for a secret, and if there is none), `secret`, `source`
    /// (`environment`, `env-file`, `file`, `credential`, `bot`, `default` or `none`), and `path` of the file with the
    /// value, or null.
    package var json: JSONValue {
        .array(
            rows.map { row in
                [
                    "name": .string(row.variable),
                    "value": row.isSecret ? .null : row.text.map { .string(Row.withoutPassword($0)) } ?? .null,
                    "secret": .bool(row.isSecret),
                    "source": .string(row.sourceName),
                    "path": row.path.map(JSONValue.string) ?? .null,
                ]
            })
    }
}

extension EffectiveSettings.Row {
    var value: String {
        if isSecret {
            if case .none = source { return "" }
            return "(hidden)"
        }
        guard let text else {
            switch source {
            case .none, .defaultValue: return ""
            case .variable, .file, .credential, .bot: return "(not usable)"
            }
        }
        return Self.withoutPassword(text).split(omittingEmptySubsequences: false) { $0.isNewline }
            .joined(separator: "\\n")
    }

    /// A text whose URLs have no user information (RFC 3986, 3.2.1), which may contain a password.
    static func withoutPassword(_ text: String) -> String {
        guard let start = text.firstRange(of: "://")?.upperBound else { return text }
        let authority = text[start...].prefix { !"/?#,".contains($0) }
        let host = authority.lastIndex(of: "@").map { "…\(authority[$0...])" } ?? String(authority)
        return "\(text[..<start])\(host)\(withoutPassword(String(text[authority.endIndex...])))"
    }

    var origin: String {
        switch source {
        case .variable(let file?): "env file \(file)"
        case .variable(nil): "environment"
        case .file(let path, let file?): "file \(path), named in env file \(file)"
        case .file(let path, nil): "file \(path), named in the environment"
        case .credential(let path): "credential \(path)"
        case .bot(let place, true): "generated by the bot, kept in \(place)"
        case .bot(let place, false): "generated by the bot at its first start, in \(place)"
        case .defaultValue: "default"
        case .none: "not set"
        }
    }

    var sourceName: String {
        switch source {
        case .variable(.some): "env-file"
        case .variable(nil): "environment"
        case .file: "file"
        case .credential: "credential"
        case .bot: "bot"
        case .defaultValue: "default"
        case .none: "none"
        }
    }

    var path: String? {
        switch source {
        case .variable(let file): file
        case .file(let path, _), .credential(let path), .bot(let path, _): path
        case .defaultValue, .none: nil
        }
    }
}
