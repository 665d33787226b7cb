import HarkEvents

/// The path of a value in a template: `repository.owner.login`, `commits.0.message`.
struct FieldPath {
    /// The names of the path, at least one.
    private let names: [String]

    /// Whether only the innermost section is searched: `.name`.
    private let isLocal: Bool

    /// Parses a path; nil if it has no name, or a character with another meaning in templates.
    init?(_ text: Substring) {
        names = text.split(separator: ".").map(String.init)
        isLocal = text.first == "."
        if names.isEmpty || text.contains(where: { "(){}|\"".contains($0) || $0.isNewline }) { return nil }
    }

    /// Whether it is the relay's own summary, if no section has a field with that name. The payload's own field is
    /// `.summary`, and its members `summary.passed`.
    var isSummary: Bool { !isLocal && names == ["summary"] }

    /// The value at the path: null if something on the path is missing; nil if the value does not even have the first
    /// name, so that an outer section may have it.
    func value(in value: JSONValue) -> JSONValue? {
        guard isLocal || value.member(names[0]) != nil else { return nil }
        return names.reduce(value) { $0.member($1) ?? .null }
    }
}

extension JSONValue {
    /// The member of an object, or the element of a list by its number, counted from 0.
    fileprivate func member(_ name: String) -> JSONValue? { self[name] ?? Int(name).flatMap { self[$0] } }
}
