/// The events that a plugin announces, each with its formatter.
///
/// ```swift
/// EventTable(
///     ["push": { EventNotification(about: $0.project.asText, "\($0.user) pushed") }, "issue": issue],
///     knownActions: ["issue": ["opened", "closed"]], quiet: ["issue.closed"])
/// ```
public struct EventTable: Sendable {
    /// Formats a payload; nil if there is nothing to announce.
    public typealias Formatter = @Sendable (PayloadView) -> EventNotification?

    /// Fills in what is known about an event beside its name, action and subject: place, actor, labels, outcome.
    public typealias FactReader = @Sendable (PayloadView, inout NotificationFacts) -> Void

    /// Names an action for which a payload has no field; nil for any other payload.
    public typealias ActionReader = @Sendable (PayloadView) -> UntrustedText?

    /// Says whether a payload is that of a test, for a provider that has no header field for it.
    public typealias TestReader = @Sendable (PayloadView) -> Bool

    /// Where a delivery names its event, if the plugin says so: else its provider's verifier does.
    var ownSource: ValueSource?

    /// Where a delivery names its event; its payload's field `event` unless the table or the provider's verifier says
    /// otherwise.
    public var source: ValueSource { ownSource ?? .field("event") }

    /// The fields in which a payload names its action, such as `action`: the first one with a text counts.
    public let actions: [String]

    /// The actions of events that declare theirs, by the event's name.
    public let knownActions: [String: [String]]

    /// The events, or events with an action, that are announced only if somebody asks for them.
    public let quiet: [String]

    /// The events that are announced only where an operator names them, because not everyone may read them.
    public let restricted: Restricted

    /// Takes events out of their envelope; nil for a provider that uses none.
    let unwrap: (@Sendable (PayloadView) -> (event: UntrustedText?, payload: PayloadView))?

    /// The header field by which the provider marks what somebody sent as a test.
    let testHeader: String?

    private let formatters: [String: Formatter]
    /// What a filter may name: the events in lower case, each with its actions if it declares them.
    private let filterable: [String: Set<String>?]
    private let fallback: Formatter?
    private let readAction: ActionReader
    private let isTest: TestReader
    private let readFacts: FactReader

    /// A table of events.
    /// - Parameters:
    ///   - formatters: the formatters, by the event's name.
    ///   - source: where a delivery names its event: a header field, or a field of the payload. It takes precedence
    ///     over what the provider's verifier says; nil for that.
    ///   - actions: the fields in which a payload names its action, as paths such as `object_attributes.action`.
    ///   - readAction: names an action for which a payload has no field. It takes precedence over the fields.
    ///   - knownActions: the actions of an event, by its name, so that filters with other ones are refused; any action
    ///     for an event that is left out.
    ///   - quiet: the events, such as `star`, or events with an action, such as `issues.labeled`, that are announced
    ///     only if the setting or the URL asks for them.
    ///   - fallback: the formatter for deliveries that name no event.
    ///   - restricted: the events that not everyone may read.
    ///   - unwrap: takes events out of the envelope in which a service delivers the events of others, which is JSON
    ///     whatever its media type is; the event has the name that it returns.
    ///   - testHeader: a header field that is `true` for what somebody sent as a test, which the notification then
    ///     says; nil for a provider without one.
    ///   - isTest: says whether a payload is that of a test.
    ///   - readFacts: fills in what the operator's rules may ask for.
    public init(
        _ formatters: [String: Formatter],
        namedBy source: ValueSource? = nil,
        actionIn actions: [String] = ["action"],
        action readAction: @escaping ActionReader = { _ in nil },
        knownActions: [String: [String]] = [:],
        quiet: [String] = [],
        nameless fallback: Formatter? = nil,
        restricted: Restricted = .none,
        unwrapping unwrap: (@Sendable (PayloadView) -> (event: UntrustedText?, payload: PayloadView))? = nil,
        markingTestsBy testHeader: String? = nil,
        isTest: @escaping TestReader = { _ in false },
        facts readFacts: @escaping FactReader = { _, _ in }
    ) {
        ownSource = source
        self.actions = actions
        self.knownActions = knownActions
        self.quiet = quiet + restricted.formatters.keys
        self.restricted = restricted
        self.unwrap = unwrap
        self.testHeader = testHeader
        self.formatters = formatters.merging(restricted.formatters) { usual, _ in usual }
        filterable = Dictionary(
            self.formatters.keys.map { event in
                (event.lowercased(), knownActions[event].map { Set($0.map { $0.lowercased() }) })
            }, uniquingKeysWith: { first, _ in first })
        self.fallback = fallback
        self.readAction = readAction
        self.isTest = isTest
        self.readFacts = readFacts
    }

    /// The names of the events, sorted.
    public var names: [String] { formatters.keys.sorted() }

    /// The quiet events in lower case, as filters compare them.
    var quietNames: Set<String> { Set(quiet.map { $0.lowercased() }) }

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
        /// No such events.
        public static let none = Restricted([:]) { _, _ in nil }

        let formatters: [String: Formatter]
        let name: @Sendable (_ event: UntrustedText?, _ payload: PayloadView) -> UntrustedText?

        /// Restricted events.
        /// - Parameters:
        ///   - formatters: the formatters, by the event's own name. An event that `name` returns without being among
        ///     them is announced like any other event.
        ///   - name: returns the event's own name for a payload that is restricted, or the usual name of an event that
        ///     the provider sends under that of another; nil for any other payload.
        public init(
            _ formatters: [String: Formatter],
            name: @escaping @Sendable (_ event: UntrustedText?, _ payload: PayloadView) -> UntrustedText?
        ) {
            self.formatters = formatters
            self.name = name
        }
    }
}
