/// The events that a plugin tells, each with what it says about one: `["push": pushed, "issues": issue]`.
public struct EventTable: Sendable {
    /// Says what a payload tells, or nil when it is not worth a line.
    public typealias Telling = @Sendable (Facts) -> Line?

    /// Where a delivery names its event.
    public let source: ValueSource

    /// Where a payload says what was done, such as `action`: the first of these fields that has a text counts.
    public let actions: [String]

    /// Where the payload stands in a form; JSON bodies are taken as they are.
    public let formField: String

    /// The names of the events, sorted.
    public var names: [String] { tellings.keys.sorted() }

    private let tellings: [String: Telling]
    private let fallback: Telling?

    /// A table of events.
    /// - Parameters:
    ///   - source: where a delivery names its event: a header field, or a field of the payload.
    ///   - actions: where a payload says what was done, as paths such as `object_attributes.action`.
    ///   - formField: the field of a form that holds the payload as JSON, for providers that send forms too.
    ///   - tellings: what is said, by the event's name.
    ///   - fallback: what is said of a delivery that names no event at all.
    public init(
        namedBy source: ValueSource,
        actionIn actions: [String] = ["action"],
        formField: String = "payload",
        _ tellings: [String: Telling],
        nameless fallback: Telling? = nil
    ) {
        self.source = source
        self.actions = actions
        self.formField = formField
        self.tellings = tellings
        self.fallback = fallback
    }

    /// What a payload of the named event is worth saying.
    func happening(_ name: UntrustedText?, _ payload: Facts) -> Happening {
        let telling = name.map { $0.eventWord.flatMap { tellings[$0] } } ?? fallback
        let action = actions.lazy.compactMap { payload[path: $0].text }.first.flatMap { $0.eventWord == nil ? nil : $0 }
        return Happening(event: name, action: action, line: telling?(payload))
    }
}
