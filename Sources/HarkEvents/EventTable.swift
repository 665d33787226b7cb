/// The events that a plugin announces, each with what it formats of one: `["push": pushed, "issues": issue]`.
public struct EventTable: Sendable {
    /// Formats a payload, or nil when it is not worth announcing.
    public typealias Formatter = @Sendable (PayloadView) -> EventNotification?

    /// Where a delivery names its event.
    public let source: ValueSource

    /// Where a payload says what was done, such as `action`: the first of these fields that has a text counts.
    public let actions: [String]

    /// The names of the events, sorted.
    public var names: [String] { formatters.keys.sorted() }

    /// The events as a manifest declares them.
    public var declaration: EventDeclaration { EventDeclaration(names, namedBy: source) }

    private let formatters: [String: Formatter]
    private let fallback: Formatter?

    /// A table of events.
    /// - Parameters:
    ///   - source: where a delivery names its event: a header field, or a field of the payload.
    ///   - actions: where a payload says what was done, as paths such as `object_attributes.action`.
    ///   - formatters: what is said, by the event's name.
    ///   - fallback: what is said of a delivery that names no event at all.
    public init(
        namedBy source: ValueSource,
        actionIn actions: [String] = ["action"],
        _ formatters: [String: Formatter],
        nameless fallback: Formatter? = nil
    ) {
        self.source = source
        self.actions = actions
        self.formatters = formatters
        self.fallback = fallback
    }

    /// The event that a payload is of, formatted.
    func webhookEvent(_ name: UntrustedText?, _ payload: PayloadView) -> WebhookEvent {
        let formatter = name.map { $0.eventWord.flatMap { formatters[$0] } } ?? fallback
        let action = actions.lazy.compactMap { payload[path: $0].asText }.first.flatMap {
            $0.eventWord == nil ? nil : $0
        }
        return WebhookEvent(event: name, action: action, notification: formatter?(payload))
    }
}
