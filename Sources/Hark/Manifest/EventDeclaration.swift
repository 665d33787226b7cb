/// The events that a plugin announces, as its manifest declares them: their names, without their formatters.
public struct EventDeclaration: Sendable {
    /// Where a delivery names its event.
    public let source: ValueSource

    /// The names of the events, sorted.
    public let names: [String]

    /// The events with these names.
    public init(_ names: [String], namedBy source: ValueSource) {
        self.source = source
        self.names = names.sorted()
    }
}
