/// The events that a plugin announces, as its manifest declares them: their names, without their formatters.
public struct EventDeclaration: Sendable {
    /// Where a delivery names its event.
    public let source: ValueSource

    /// The names of the events, sorted.
    public let names: [String]

    /// Everything that a filter or a rule may name, as far as it is known: events, and events with an action.
    package let filterNames: [String]

    /// The setting that filters the events; nil if all are announced.
    package let filter: Setting<[String]>?

    /// Whether there is an event of that name, or an event and one of its actions, in lower case.
    package let hasEvent: @Sendable (String) -> Bool

    /// Whether a filter of these entries lets an event through that has these names in lower case, the most exact one
    /// first.
    package let isWanted: @Sendable (_ names: [String], _ filter: [String]) -> Bool

    /// Reads a delivery without handling it.
    package let read: @Sendable (Request) throws -> ReadEvent

    /// The events with these names.
    public init(_ names: [String], namedBy source: ValueSource) {
        self.init(
            names, namedBy: source, hasEvent: { name in names.contains { $0.lowercased() == name } },
            read: { _ in ReadEvent(facts: NotificationFacts()) })
    }

    /// The events with these names, which `read` reads.
    package init(
        _ names: [String], namedBy source: ValueSource, filterNames: [String]? = nil, filter: Setting<[String]>? = nil,
        hasEvent: @escaping @Sendable (String) -> Bool,
        isWanted: @escaping @Sendable (_ names: [String], _ filter: [String]) -> Bool = { _, _ in true },
        read: @escaping @Sendable (Request) throws -> ReadEvent
    ) {
        self.source = source
        self.names = names.sorted()
        self.filterNames = filterNames ?? self.names
        self.filter = filter
        self.hasEvent = hasEvent
        self.isWanted = isWanted
        self.read = read
    }
}

/// What a delivery would announce.
package struct ReadEvent: Sendable {
    /// What is known about it.
    package var facts: NotificationFacts
    /// The text; nil if there is nothing to announce.
    package var text: ChatText?
    /// The event with its action, as a filter names it: `issues.labeled`.
    package var title: String
    /// Whether the event is announced with a filter of these entries.
    package var isWanted: @Sendable (_ filter: [String]) -> Bool

    /// What a delivery would announce.
    package init(
        facts: NotificationFacts, text: ChatText? = nil, title: String = "",
        isWanted: @escaping @Sendable (_ filter: [String]) -> Bool = { _ in true }
    ) {
        self.facts = facts
        self.text = text
        self.title = title
        self.isWanted = isWanted
    }
}
