/// Reads the settings that were declared from an environment, `NAME_FILE` included.
public struct SettingsReader: Sendable {
    /// What an environment holds for the declared settings.
    public struct Reading: Sendable {
        /// The values; what is malformed counts as not set.
        public var settings: Settings
        /// The variables whose values are malformed or missing.
        public var malformed: Set<String>
        /// Everything that keeps the bot from starting.
        public var faults: [Fault]
        /// The secrets among the settings.
        public var secrets: [SecretSetting]
        /// What is wrong with secrets that are not set and have no default: nothing, where the host can make them or a
        /// route can wait for them.
        public var missingSecrets: [SettingFault]
        /// Variables that start with `HARK_` and that no one declared.
        public var warnings: [String]
    }

    private let declarations: [any SettingDeclaration]

    /// A reader for the given settings.
    public init(_ declarations: [any SettingDeclaration]) { self.declarations = declarations }

    /// Reads every declared setting, and reports all faults at once.
    public func read(_ environment: [String: String]) -> Reading {
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
        let known = Set(declarations.flatMap { [$0.variable, "\($0.variable)_FILE"] })
        return environment.keys.filter { $0.hasPrefix("HARK_") && !known.contains($0) }.sorted().map { name in
            let hint = Suggestion(for: name, among: known.sorted()).nearest.map { " Did you mean \($0)?" } ?? ""
            return "\(name) is not a setting of this bot.\(hint)"
        }
    }
}

extension SettingDeclaration {
    /// Whether it is one secret, required or not, rather than a list of them.
    fileprivate var isSingleSecret: Bool { self is Setting<Secret> || self is Setting<Secret?> }
}
