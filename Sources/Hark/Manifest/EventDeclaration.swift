/// The events that a plugin announces, as its manifest declares them: their names, without their formatters.
public struct EventDeclaration: Sendable {
    /// Where a delivery names its event.
    public let source: ValueSource

    /// The names of the events, sorted.
    public let names: [String]

    /// Reads a delivery without handling it.
    package let read: @Sendable (Request) throws -> ReadEvent

    /// The events with these names.
    public init(_ names: [String], namedBy source: ValueSource) {
        self.init(names, namedBy: source, read: { _ in ReadEvent(facts: NotificationFacts()) })
    }

    /// The events with these names, which `read` reads.
    package init(
        _ names: [String], namedBy source: ValueSource, read: @escaping @Sendable (Request) throws -> ReadEvent
    ) {
        self.source = source
        self.names = names.sorted()
        self.read = read
    }
}

/// What a delivery would announce.
package struct ReadEvent: Sendable {
    /// What is known about it.
    package var facts: NotificationFacts
    /// The text; nil if there is nothing to announce.
    package var text: ChatText?

    /// What a delivery would announce.
    package init(facts: NotificationFacts, text: ChatText? = nil) {
        self.facts = facts
        self.text = text
    }
}
