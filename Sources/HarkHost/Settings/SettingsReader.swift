private import SystemPackage

/// Reads the declared settings from an environment, including `NAME_FILE`.
package struct SettingsReader: Sendable {
    /// The declared settings as an environment sets them.
    package struct Reading: Sendable {
        /// The values; malformed ones count as not set.
        package var settings: Settings
        /// The variables with malformed or missing values.
        package var malformed: Set<String>
        /// The faults that keep the bot from starting.
        package var faults: [Fault]
        /// The secrets among the settings.
        package var secrets: [SecretSetting]
        /// The faults of secrets that are not set and have no default; they do not count where the host generates the
        /// secret or a route waits for it.
        package var missingSecrets: [SettingFault]
        /// The files of the settings that come from one, by variable.
        package var files: [String: SettingFile]
        /// Messages about variables that start with `HARK_` and that nobody declared.
        package var warnings: [String]

        /// The values.
        /// - Throws: `Faults` if there are faults.
        package func checked() throws(Faults) -> Settings {
            guard faults.isEmpty else { throw Faults(faults) }
            return settings
        }

        /// Where the text of a setting comes from.
        func source(of setting: Setting<String?>) -> ReloadableText {
            ReloadableText(variable: setting.variable, file: files[setting.variable])
        }
    }

    private let declarations: [any SettingDeclaration]
    private let unread: [any SettingDeclaration]

    /// A reader for the given settings.
    /// - Parameter unread: settings that are not read, but not reported as unknown either: those of networks that are
    ///   not chosen.
    package init(_ declarations: [any SettingDeclaration], besides unread: [any SettingDeclaration] = []) {
        self.declarations = declarations
        self.unread = unread
    }

    /// Reads every declared setting, and reports all faults at once.
    package func read(_ environment: [String: String]) -> Reading {
        var texts: [String: String] = [:]
        var faults: [Fault] = []
        for variable in Set(declarations.map(\.variable)).sorted() {
            do { texts[variable] = try text(of: variable, in: environment) } catch { faults.append(error) }
        }
        for variable in texts.keys.sorted() where texts[variable] == "" {
            guard let file = (try? SettingSource(variable, in: environment))?.file else { continue }
            let way = file.isCredential ? "remove it" : "unset \(variable)_FILE"
            faults.append(Fault(variable, "\(file.description) is empty; write the value into it, or \(way)."))
        }
        var malformed = Set(faults.map(\.subject))
        var missingSecrets: [SettingFault] = []
        let settings = Settings(texts)
        for declaration in declarations where !malformed.contains(declaration.variable) {
            do { try settings.check(declaration) } catch {
                if declaration.isSecret, texts[declaration.variable] == nil {
                    missingSecrets.append(error)
                } else {
                    faults.append(Fault(error))
                    malformed.insert(declaration.variable)
                }
            }
        }
        let sound = texts.filter { !malformed.contains($0.key) }
        let secrets = secrets(sound, in: environment)
        return Reading(
            settings: Settings(sound, rings: Dictionary(uniqueKeysWithValues: secrets.map { ($0.variable, $0.ring) })),
            malformed: malformed,
            faults: faults,
            secrets: secrets,
            missingSecrets: missingSecrets,
            files: texts.keys.reduce(into: [:]) { files, variable in
                files[variable] = (try? SettingSource(variable, in: environment))?.file
            },
            warnings: unknown(in: environment)
        )
    }

    private func secrets(_ texts: [String: String], in environment: [String: String]) -> [SecretSetting] {
        var seen: Set<String> = []
        return declarations.filter { $0.isSingleSecret && seen.insert($0.variable).inserted }.map { declaration in
            let content = texts[declaration.variable].flatMap { try? SecretRing.Content(settingText: $0) }
            return SecretSetting(
                declaration: declaration,
                ring: SecretRing(content ?? .unset, variable: declaration.variable),
                file: (try? SettingSource(declaration.variable, in: environment))?.file
            )
        }
    }

    private func text(of variable: String, in environment: [String: String]) throws(Fault) -> String? {
        let source = try SettingSource(variable, in: environment)
        return try source.file?.text() ?? source.direct
    }

    private func unknown(in environment: [String: String]) -> [String] {
        let known = Set((declarations + unread).flatMap { [$0.variable, "\($0.variable)_FILE"] })
        return environment.keys.filter { $0.hasPrefix("HARK_") && !known.contains($0) }.sorted().map { name in
            let hint = Suggestion(for: name, among: known.sorted()).question
            return "\(name) is not a setting of this bot.\(hint)"
        }
    }
}

extension SettingDeclaration {
    /// Whether it is one secret, required or not; a list of secrets is not.
    fileprivate var isSingleSecret: Bool { self is Setting<Secret> || self is Setting<Secret?> }
}

/// The source of a setting's text: its variable, the file that `NAME_FILE` names, or a systemd credential, which is the
/// file of that name in `CREDENTIALS_DIRECTORY` (systemd.exec(5), "LoadCredential=").
package struct SettingSource {
    /// The text of the variable itself.
    package let direct: String?
    /// The file that contains it instead.
    package let file: SettingFile?

    /// - Throws: `Fault` when both are set.
    package init(_ variable: String, in environment: [String: String]) throws(Fault) {
        let value = { (name: String) in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        direct = value(variable)
        let named = value("\(variable)_FILE")
        if direct != nil, named != nil {
            throw Fault(variable, "both \(variable) and \(variable)_FILE are set; remove one of them.")
        }
        if let named {
            file = SettingFile(path: named, variable: variable, isCredential: false)
        } else if direct == nil, let folder = value("CREDENTIALS_DIRECTORY") {
            let credential = SettingFile(path: "\(folder)/\(variable)", variable: variable, isCredential: true)
            file = credential.exists ? credential : nil
        } else {
            file = nil
        }
    }
}

/// The file that `NAME_FILE` names, or a credential.
package struct SettingFile: Sendable {
    /// Longest content, in bytes.
    static let longest = 1 << 20

    package let path: String
    package let variable: String
    /// Whether it is a systemd credential.
    package let isCredential: Bool

    /// The file's name in faults.
    var description: String {
        isCredential ? "the credential “\(path)”" : "the file “\(path)” named by \(variable)_FILE"
    }

    /// Whether anything exists at its path, readable or not.
    var exists: Bool { file.exists }

    private var file: SmallFile { SmallFile(path, atMost: Self.longest) }

    /// Its content without the final line break.
    /// - Throws: `Fault` if it cannot be read or is not text.
    func text() throws(Fault) -> String {
        let text: String
        do throws(FileError) { text = try file.text() } catch .tooLong, .notText {
            throw Fault(variable, "\(description) is not a text of at most 1 MiB.")
        } catch {
            throw Fault(variable, "\(description) cannot be read (\(error)).")
        }
        // Editors on Windows start a file with an invisible byte order mark.
        let bare = text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text
        return bare.last?.isNewline == true ? String(bare.dropLast()) : bare
    }
}

/// A secret setting as the environment set it, which can be read again.
package struct SecretSetting: Sendable {
    let declaration: any SettingDeclaration
    package let ring: SecretRing
    /// The file that contains it, if it is in one.
    package let file: SettingFile?

    /// The variable.
    package var variable: String { declaration.variable }

    /// Reads the file again.
    /// - Parameters:
    ///   - isStrict: whether “unsigned” is refused.
    ///   - isUsable: whether a value is of the required kind.
    /// - Returns: whether the secret changed; always false without a file.
    /// - Throws: `Fault` if the file cannot be read, or contains no secret or one that the setting's own check refuses;
    ///   the secret then stays as it was.
    func reload(isStrict: Bool, accepting isUsable: (String) -> Bool) throws(Fault) -> Bool {
        guard let file else { return false }
        let text = try file.text()
        let content: SecretRing.Content
        do throws(SettingMismatch) {
            content = try SecretRing.Content(settingText: text)
            try declaration.validate(text)
        } catch {
            throw Fault(
                variable, "the file “\(file.path)” does not hold \(error.expected); the old secret stays in use.")
        }
        if case .values(let values) = content, !values.allSatisfy(isUsable) {
            throw Fault(
                variable, "the file “\(file.path)” holds no key of the kind that is needed; the old one stays in use.")
        }
        guard content != ring.content else { return false }
        if isStrict, content == .unsigned {
            let fault = "the file “\(file.path)” says “unsigned”, which HARK_STRICT forbids"
            throw Fault(variable, "\(fault); the old secret stays in use.")
        }
        ring.content = content
        return true
    }
}
