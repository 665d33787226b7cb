private import SystemPackage

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
        /// Variables that start with `HARK_` and that nobody declared.
        public var warnings: [String]
    }

    /// Longest content of a `NAME_FILE`, in bytes.
    public static let longestFile = 1 << 20

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
        var malformed = Set(faults.map(\.subject))
        let settings = Settings(texts)
        for declaration in declarations where !malformed.contains(declaration.variable) {
            do { try settings.check(declaration) } catch {
                faults.append(Fault(error))
                malformed.insert(declaration.variable)
            }
        }
        return Reading(
            settings: Settings(texts.filter { !malformed.contains($0.key) }),
            malformed: malformed,
            faults: faults,
            warnings: unknown(in: environment)
        )
    }

    private func text(of variable: String, in environment: [String: String]) throws(Fault) -> String? {
        let direct = environment[variable].flatMap { $0.isEmpty ? nil : $0 }
        guard let path = environment["\(variable)_FILE"], !path.isEmpty else { return direct }
        guard direct == nil else {
            throw Fault(variable, "both \(variable) and \(variable)_FILE are set; remove one of them.")
        }
        return try content(of: path, for: variable)
    }

    /// The content of a file without the line break at its end.
    private func content(of path: String, for variable: String) throws(Fault) -> String {
        let bytes: [UInt8]
        do {
            bytes = try FileRegion(path: path, length: Self.longestFile + 1).read()
        } catch {
            throw Fault(variable, "the file “\(path)” named by \(variable)_FILE cannot be read (\(error)).")
        }
        guard bytes.count <= Self.longestFile, let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(variable, "the file “\(path)” named by \(variable)_FILE is not a text of at most 1 MiB.")
        }
        return text.last?.isNewline == true ? String(text.dropLast()) : text
    }

    private func unknown(in environment: [String: String]) -> [String] {
        let known = Set(declarations.flatMap { [$0.variable, "\($0.variable)_FILE"] })
        return environment.keys.filter { $0.hasPrefix("HARK_") && !known.contains($0) }.sorted().map { name in
            let hint = Suggestion(for: name, among: known.sorted()).nearest.map { " Did you mean \($0)?" } ?? ""
            return "\(name) is not a setting of this bot.\(hint)"
        }
    }
}
