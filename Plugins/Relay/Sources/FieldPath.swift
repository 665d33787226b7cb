import HarkEvents

/// Where a template looks for a value: `repository.owner.login`.
struct FieldPath {
    /// The names on the way, at least one.
    private let names: [String]

    /// Whether only the innermost section is looked at: `.name`.
    private let isLocal: Bool

    /// Reads a path; nil where it has no name, or a character that means something else in templates.
    init?(_ text: Substring) {
        names = text.split(separator: ".").map(String.init)
        isLocal = text.first == "."
        if names.isEmpty || text.contains(where: { "(){}|\"".contains($0) || $0.isNewline }) { return nil }
    }

    /// Whether it leads to what the relay itself says, where no section has a field of that name. The payload's own
    /// field is `.summary`, and what is in it `summary.passed`.
    var isSummary: Bool { !isLocal && names == ["summary"] }

    /// The value that it leads to: null where something on the way is missing; nil where the value does not even have
    /// the first of its names, so that what is around may.
    func value(in value: JSONValue) -> JSONValue? {
        guard isLocal || value[names[0]] != nil else { return nil }
        return names.reduce(value) { $0[$1] ?? .null }
    }
}
