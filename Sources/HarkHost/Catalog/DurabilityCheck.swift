/// Finds the faults of a durable route.
struct DurabilityCheck {
    /// What is wrong, one sentence each; empty for a route that is not durable.
    private(set) var reasons: [String] = []

    /// Checks a route.
    /// - Parameter placeholders: the names of its rule's placeholders; nil if the rule has a fault.
    init<Owner: Plugin>(_ route: Route<Owner>, placeholders: [String]?) {
        guard let options = route.durableOptions else { return }
        if route.methods.contains(where: { $0 == .get || $0 == .head }) {
            reasons.append("a durable row cannot answer GET or HEAD; make it two rows, or leave .durable() out.")
        }
        if route.bodyKind == nil, route.parameters.isEmpty {
            reasons.append("a durable row has to store something; take a body or a placeholder.")
        }
        if options.timeLimit <= .zero { reasons.append("the time limit of its attempts is not positive.") }
        if options.attempts < 1 { reasons.append("it is never attempted; write attempts: 1 or more.") }
        if options.key.isEmpty, options.policy != .serial {
            reasons.append("its policy needs a key; write .durable(key: \\.body.name, …).")
        }
        for field in options.key.map(\.recordedPlace) {
            let check = KeyFieldCheck(field: field, body: route.bodyKind, placeholders: placeholders)
            if let reason = check.reason { reasons.append("its key \(field.description) \(reason)") }
        }
        if case .debounced(let delay, let limit) = options.policy.kind { check(delay, limit) }
    }

    private mutating func check(_ delay: Duration, _ limit: Duration) {
        if delay <= .zero { reasons.append("the time for which it is debounced is not positive.") }
        if limit < delay { reasons.append("it is debounced for longer than the limit after atMost.") }
        if limit > KeyPolicy.longestDebounce { reasons.append("it is debounced for more than 24 h.") }
    }
}
