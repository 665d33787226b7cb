/// The events that a plugin announces, each with its formatter: `["push": pushed, "issues": issue]`.
public struct EventTable: Sendable {
    /// Formats a payload; nil if there is nothing to announce.
    public typealias Formatter = @Sendable (PayloadView) -> EventNotification?

    /// Fills in what is known about an event beside its name, action and subject: place, actor, labels, outcome.
    public typealias FactReader = @Sendable (PayloadView, inout NotificationFacts) -> Void

    /// Where a delivery names its event.
    public let source: ValueSource

    /// The fields in which a payload names its action, such as `action`: the first one with a text counts.
    public let actions: [String]

    /// The names of the events, sorted.
    public var names: [String] { formatters.keys.sorted() }

    /// The events as a manifest declares them.
    public var declaration: EventDeclaration {
        EventDeclaration(names, namedBy: source) { request in
            let event = try webhookEvent(of: request)
            let said = event.notification.flatMap { $0.saysNothing ? nil : $0.content }
            return ReadEvent(facts: event.facts, text: said)
        }
    }

    private let formatters: [String: Formatter]
    private let fallback: Formatter?
    private let readFacts: FactReader

    /// A table of events.
    /// - Parameters:
    ///   - source: where a delivery names its event: a header field, or a field of the payload.
    ///   - actions: the fields in which a payload names its action, as paths such as `object_attributes.action`.
    ///   - formatters: the formatters, by the event's name.
    ///   - fallback: the formatter for deliveries that name no event.
    ///   - readFacts: fills in what the operator's rules may ask for.
    public init(
        namedBy source: ValueSource,
        actionIn actions: [String] = ["action"],
        _ formatters: [String: Formatter],
        nameless fallback: Formatter? = nil,
        facts readFacts: @escaping FactReader = { _, _ in }
    ) {
        self.source = source
        self.actions = actions
        self.formatters = formatters
        self.fallback = fallback
        self.readFacts = readFacts
    }

    /// Formats the event of a payload.
    func webhookEvent(_ name: UntrustedText?, _ payload: PayloadView) -> WebhookEvent {
        let formatter = name.map { $0.eventWord.flatMap { formatters[$0] } } ?? fallback
        let action = actions.lazy.compactMap { payload[path: $0].asText }.first.flatMap {
            $0.eventWord == nil ? nil : $0
        }
        guard let notification = formatter?(payload) else {
            return WebhookEvent(event: name, action: action, notification: nil)
        }
        var facts = NotificationFacts(event: name, action: action)
        facts.subject = notification.subject
        facts.severity = notification.severity
        readFacts(payload, &facts)
        facts.severity = notification.severity ?? facts.severity ?? facts.outcome.flatMap(Severity.init(of:))
        return WebhookEvent(
            event: name, action: action, notification: notification.marked(facts.severity), facts: facts)
    }
}
