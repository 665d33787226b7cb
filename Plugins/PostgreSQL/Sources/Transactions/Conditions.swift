internal import HarkPostgreSQL

/// Conditions that must all hold, and the values of their parameters.
struct Conditions {
    private(set) var values: [PostgreSQLValue] = []
    private var texts: [String] = []

    /// A `WHERE` clause.
    var sql: String { texts.isEmpty ? "" : "WHERE \(texts.joined(separator: " AND "))" }

    mutating func require(_ text: String) { texts.append(text) }

    /// - Parameter text: makes the condition of the parameter.
    mutating func require(_ value: PostgreSQLValue, _ text: (String) -> String) {
        texts.append(text(self.value(value)))
    }

    /// Adds a value.
    /// - Returns: its parameter.
    mutating func value(_ value: PostgreSQLValue) -> String {
        values.append(value)
        return "$\(values.count)"
    }
}

extension Collection<String> {
    /// Names of ours as a list of literals, always in the same order.
    var literals: String { sorted().map { "'\($0)'" }.joined(separator: ", ") }
}
