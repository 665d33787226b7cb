extension LoadedPlugin {
    /// The path of the row that takes a body and has exactly these placeholders, filled with these values.
    /// - Parameters:
    ///   - values: the texts of the placeholders by name, decoded.
    ///   - rule: the row's rule, where several have the same placeholders.
    /// - Throws: `Rejection` if no row or several rows fit, or if a placeholder does not accept its value.
    func path(filledWith values: [String: String], rule: String?) throws(Rejection) -> String {
        let fitting = bodyEndpoints.filter { endpoint in
            Set(endpoint.rule.placeholders.map(\.name)) == Set(values.keys)
                && (rule == nil || rule == endpoint.rule.text)
        }
        guard let endpoint = fitting.first else {
            let names = values.keys.sorted().map { "<\($0)>" }.joined(separator: ", ")
            throw Rejection(.notFound, "Plugin \(name) has no route for a body with just \(names). \(bodyPlaces)")
        }
        guard fitting.count == 1 else {
            let rules = fitting.map(\.rule.text).joined(separator: ", ")
            throw Rejection(.notFound, "Several routes have these placeholders: \(rules). Name one with --path.")
        }
        let path = endpoint.path(filledWith: values)
        guard (try? self.endpoint(at: RequestTarget(path)).endpoint) === endpoint else {
            let given = values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
            throw Rejection(.badRequest, "\(endpoint.label) does not take \(given): \(path) is not a path of it.")
        }
        return path
    }

    /// The rows with a method that sends a body, and a handler that takes one.
    var bodyEndpoints: [Endpoint] {
        endpoints.filter { endpoint in
            endpoint.route.bodyKind != nil && Self.sendingMethods.contains(where: endpoint.handles)
        }
    }

    /// Where a body may be sent, and which options select each row.
    var bodyPlaces: String {
        let takers = bodyEndpoints
        guard let first = takers.first else { return "It has no route that takes a body." }
        guard takers.count > 1 else { return "It takes a body at \(first.label); write \(first.choice)." }
        let rows = takers.map { "\n\($0.label): \($0.choice)" }.joined()
        return "It takes bodies at \(takers.count) routes; write for\(rows)"
    }
}

extension Endpoint {
    /// The path with these values for the placeholders, percent-encoded.
    fileprivate func path(filledWith values: [String: String]) -> String {
        let texts = rule.placeholders.map { placeholder in
            let encoded = PercentCoding.encodedPath(values[placeholder.name] ?? "")
            guard placeholder.converter != .path else { return encoded }
            return encoded.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "%2F")
        }
        return rule.replacingPlaceholders(with: texts, literals: PercentCoding.encodedPath)
    }

    /// The options of `hark send` that select this row.
    fileprivate var choice: String {
        guard !rule.placeholders.isEmpty else { return "--path \(PercentCoding.encodedPath(rule.text))" }
        let values = rule.placeholders.map { "--value \($0.name)=…" }.joined(separator: " ")
        let samples = Dictionary(
            rule.placeholders.map { ($0.name, $0.converter.sample ?? $0.name) }, uniquingKeysWith: { first, _ in first }
        )
        return "\(values), or the whole path, such as --path \(path(filledWith: samples))"
    }
}

extension URLRule.Converter {
    /// An example value, for converters that do not accept a name.
    fileprivate var sample: String? {
        switch self {
        case .string, .path: nil
        case .int(let min, _, let digits, _):
            String(repeating: "0", count: Swift.max(0, (digits ?? 1) - 1)) + "\(min ?? 1)"
        case .float(let min, _, _): "\(min ?? 1)"
        case .uuid: "00000000-0000-4000-8000-000000000000"
        case .any(let texts): texts.first
        }
    }
}
