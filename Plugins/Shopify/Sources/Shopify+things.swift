import HarkEvents

extension Shopify {
    /// A formatter for what became of a thing that is known by its name, title or number: `theme Dawn is published`.
    /// - Parameters:
    ///   - noun: what it is.
    ///   - predicate: what became of it.
    ///   - path: where the payload has it, if not at the top.
    ///   - severity: how good or bad that is.
    static func thing(
        _ noun: ChatText, _ predicate: ChatText, in path: String? = nil, _ severity: Severity? = nil
    ) -> EventTable.Formatter {
        { payload in
            let thing = path.map { payload[path: $0] } ?? payload
            let name = thing.name.or(thing.title).or(thing.id.lastPart).or(thing.admin_graphql_api_id.lastPart)
            return EventNotification("\(noun) \(name) \(predicate)").marked(severity)
        }
    }

    /// Formatters for the topics of one group: `["create": "was added"]` for `collections/create`.
    static func things(
        _ group: String, _ noun: ChatText, in path: String? = nil, _ predicates: [String: ChatText]
    ) -> [String: EventTable.Formatter] {
        Dictionary(uniqueKeysWithValues: predicates.map { ("\(group)/\($0.key)", thing(noun, $0.value, in: path)) })
    }

    /// An amount of money with its currency, after a separator; nothing if there is no amount.
    static func money(_ amount: PayloadView, _ currency: PayloadView, after separator: ChatText) -> ChatText {
        guard let amount = amount.asText else { return "" }
        return "\(separator)\(amount)\(currency, after: " ")"
    }
}

extension PayloadView {
    /// The end of an identifier such as `gid://shopify/Return/7`.
    var lastPart: PayloadView {
        guard let part = asText?.split(separator: "/").last else { return PayloadView(nil) }
        return PayloadView(part)
    }
}
