/// The rules of a bot as OpenAPI path templates: `/x/{name}`.
///
/// Templates that differ only in names are the same path (OpenAPI 3.1.0, "Paths Object"), so the first rule determines
/// the names of the parameters.
struct PathTemplates {
    private var names: [String: [String]] = [:]

    /// The template of a rule, and the names of its parameters.
    mutating func template(of rule: URLRule) -> (path: String, names: [String]) {
        let own = rule.placeholders.map(\.name)
        let shape = rule.template(own.map { _ in "" })
        let shared = names[shape] ?? own
        names[shape] = shared
        return (rule.template(shared), shared)
    }
}

extension URLRule {
    /// The rule with these names in braces instead of its placeholders.
    fileprivate func template(_ names: [String]) -> String {
        replacingPlaceholders(with: names.map { "{\($0)}" }) { $0 }
    }
}
