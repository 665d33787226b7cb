/// The events that a plugin announces, each with its formatter: `["push": pushed, "issues": issue]`.
public struct EventTable: Sendable {
    /// Formats a payload; nil if there is nothing to announce.
    public typealias Formatter = @Sendable (PayloadView) -> EventNotification?

    /// Fills in what is known about an event beside its name, action and subject: place, actor, labels, outcome.
    public typealias FactReader = @Sendable (PayloadView, inout NotificationFacts) -> Void

    /// Takes an event out of the envelope in which a service delivers the events of others, and names it.
    public typealias Unwrapper = @Sendable (PayloadView) -> (event: UntrustedText?, payload: PayloadView)

    /// Names an action for which a payload has no field; nil for any other payload.
    public typealias ActionReader = @Sendable (PayloadView) -> UntrustedText?

    /// Says whether a payload is that of a test, for a provider that has no header field for it.
    public typealias TestReader = @Sendable (PayloadView) -> Bool

    /// Where a delivery names its event.
    public let source: ValueSource

    /// Takes events out of their envelope; nil for a provider that uses none.
    let unwrap: Unwrapper?

    /// The fields in which a payload names its action, such as `action`: the first one with a text counts.
    public let actions: [String]

    /// The actions of events that declare theirs, by the event's name.
    public let knownActions: [String: [String]]

    /// The events, or events with an action, that are announced only if somebody asks for them.
    public let quiet: [String]

    /// The names of the events, sorted.
    public var names: [String] { formatters.keys.sorted() }

    /// The events that are announced only where an operator names them, because not everyone may read them.
    public let restricted: Restricted

    /// The events as a manifest declares them.
    /// - Parameter filter: the setting that filters them; nil if all are announced.
    public func declaration(filteredBy filter: Setting<[String]>? = nil) -> EventDeclaration {
        let quiet = quietNames
        return EventDeclaration(
            names, namedBy: source, filterNames: filterNames, filter: filter, hasEvent: hasEvent,
            isWanted: { EventFilter.wants($0, [EventFilter($1)], quiet: quiet) },
            read: { request in
                let event = try webhookEvent(of: request)
                let said = event.notification.flatMap { $0.saysNothing ? nil : $0.content }
                return ReadEvent(facts: event.facts, text: said, title: event.title) { filter in
                    EventFilter.wants(event, [EventFilter(filter)], quiet: quiet)
                }
            })
    }

    /// The quiet events in lower case, as filters compare them.
    var quietNames: Set<String> { Set(quiet.map { $0.lowercased() }) }

    /// The header field by which the provider marks what somebody sent as a test.
    let testHeader: String?

    private let isTest: TestReader
    private let formatters: [String: Formatter]
    /// What a filter may name: the events in lower case, each with its actions if it declares them.
    private let filterable: [String: Set<String>?]
    private let fallback: Formatter?
    private let readFacts: FactReader
    private let readAction: ActionReader

    /// A table of events.
    /// - Parameters:
    ///   - source: where a delivery names its event: a header field, or a field of the payload.
    ///   - actions: the fields in which a payload names its action, as paths such as `object_attributes.action`.
    ///   - readAction: names an action for which a payload has no field. It takes precedence over the fields.
    ///   - formatters: the formatters, by the event's name.
    ///   - knownActions: the actions of an event, by its name, so that filters with other ones are refused; any action
    ///     for an event that is left out.
    ///   - quiet: the events, such as `star`, or events with an action, such as `issues.labeled`, that are announced
    ///     only if somebody asks for them.
    ///   - fallback: the formatter for deliveries that name no event.
    ///   - restricted: the events that not everyone may read.
    ///   - unwrap: takes events out of the envelope in which they are delivered, which is JSON whatever its media type
    ///     is; the event has the name that it returns.
    ///   - testHeader: a header field that is `true` for what somebody sent as a test, which the notification then says;
    ///     nil for a provider without one.
    ///   - isTest: says whether a payload is that of a test.
    ///   - readFacts: fills in what the operator's rules may ask for.
    public init(
        namedBy source: ValueSource,
        actionIn actions: [String] = ["action"],
        or readAction: @escaping ActionReader = { _ in nil },
        _ formatters: [String: Formatter],
        knownActions: [String: [String]] = [:],
        quiet: [String] = [],
        nameless fallback: Formatter? = nil,
        restricted: Restricted = .none,
        unwrapping unwrap: Unwrapper? = nil,
        markingTestsBy testHeader: String? = nil,
        orWhere isTest: @escaping TestReader = { _ in false },
        facts readFacts: @escaping FactReader = { _, _ in }
    ) {
        self.unwrap = unwrap
        self.source = source
        self.testHeader = testHeader
        self.isTest = isTest
        self.actions = actions
        self.readAction = readAction
        self.knownActions = knownActions
        self.quiet = quiet + restricted.formatters.keys
        self.restricted = restricted
        self.formatters = formatters.merging(restricted.formatters) { usual, _ in usual }
        filterable = Dictionary(
            self.formatters.keys.map { event in
                (event.lowercased(), knownActions[event].map { Set($0.map { $0.lowercased() }) })
            }, uniquingKeysWith: { first, _ in first })
        self.fallback = fallback
        self.readFacts = readFacts
    }

    /// Whether a filter may name this: an event, or an event and one of its actions, in lower case.
    func hasEvent(_ name: String) -> Bool {
        if filterable.keys.contains(name) { return true }
        // Events may have dots in their names too.
        return name.indices.contains { dot in
            guard name[dot] == ".", let actions = filterable[String(name[..<dot])] else { return false }
            return actions?.contains(String(name[name.index(after: dot)...])) ?? true
        }
    }

    /// Everything that a filter may name, as far as it is known.
    var filterNames: [String] {
        names.flatMap { event in [event] + (knownActions[event] ?? []).map { "\(event).\($0)" } }
    }

    /// Formats the event of a payload.
    func webhookEvent(_ name: UntrustedText?, _ payload: PayloadView) -> WebhookEvent {
        let name = restricted.name(name, payload) ?? name
        let formatter = name.map { $0.eventWord.flatMap { formatters[$0] } } ?? fallback
        let named = readAction(payload) ?? actions.lazy.compactMap { payload[path: $0].asText }.first
        let action = named.flatMap { $0.eventWord == nil ? nil : $0 }
        guard let notification = formatter?(payload) else {
            return WebhookEvent(event: name, action: action, notification: nil)
        }
        var facts = NotificationFacts(event: name, action: action)
        facts.subject = notification.subject
        readFacts(payload, &facts)
        let isRestricted = name.flatMap(\.eventWord).map { restricted.formatters[$0] != nil } ?? false
        if isRestricted, facts.audience == .public { facts.audience = .restricted }
        let event = WebhookEvent(event: name, action: action, notification: notification, facts: facts)
        return isTest(payload) ? event.ofTest : event
    }
}

extension EventTable {
    /// Events that a provider sends under the names of others, marked in the payload as not for everyone: comments for
    /// one group only. They have names of their own, so that a private room can have them, and are not announced
    /// anywhere unless an operator names them.
    public struct Restricted: Sendable {
        /// Returns the event's own name for a payload that is restricted, or the usual name of an event that the
        /// provider sends under that of another; nil for any other payload.
        public typealias Naming = @Sendable (_ event: UntrustedText?, _ payload: PayloadView) -> UntrustedText?

        /// No such events.
        public static let none = Restricted([:]) { _, _ in nil }

        let formatters: [String: Formatter]
        let name: Naming

        /// Restricted events.
        /// - Parameters:
        ///   - formatters: the formatters, by the event's own name. An event that `name` returns without being among
        ///     them is announced like any other event.
        ///   - name: returns the own name of an event, if its payload is restricted.
        public init(_ formatters: [String: Formatter], name: @escaping Naming) {
            self.formatters = formatters
            self.name = name
        }
    }
}
