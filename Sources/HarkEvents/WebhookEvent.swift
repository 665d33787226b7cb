/// One parsed delivery: its event, and how to announce it.
public struct WebhookEvent: Sendable, Hashable {
    /// The event, as the provider names it; nil if the delivery names none.
    public let event: UntrustedText?

    /// The action, for events with several kinds: see `EventTable.actions`.
    public let action: UntrustedText?

    /// The notification, or nil if there is nothing to announce.
    public let notification: EventNotification?

    /// What the operator's rules may ask for, but for the plugin, which the notifier knows.
    public let facts: NotificationFacts

    init(
        event: UntrustedText?, action: UntrustedText?, notification: EventNotification?,
        facts: NotificationFacts? = nil
    ) {
        self.event = event
        self.action = action
        self.notification = notification
        var facts = facts ?? NotificationFacts(event: event, action: action)
        facts.severity = facts.severity ?? facts.shownSeverity(ofMessage: notification?.severity)
        self.facts = facts
    }

    /// An event of a plugin without a table.
    /// - Parameters:
    ///   - event: the event; nil if the delivery names none.
    ///   - notification: nil if there is nothing to announce.
    ///   - facts: what the operator's rules may ask for, beside the event and the subject.
    public init(
        event: UntrustedText?, notification: EventNotification?, facts: NotificationFacts = NotificationFacts()
    ) {
        var facts = facts
        facts.event = event
        facts.subject = notification?.subject
        self.init(event: event, action: facts.action, notification: notification, facts: facts)
    }

    /// The same event, of a test: the notification says so, and rules can ask for the label `test`.
    var ofTest: WebhookEvent {
        var facts = facts
        facts.addLabels(["test"])
        return WebhookEvent(event: event, action: action, notification: notification?.ofTest, facts: facts)
    }

    /// The event for logs and counters: `unnamed` if the delivery names none, or not a valid one.
    public var name: String { event.flatMap(\.eventWord) ?? "unnamed" }

    /// Event and action for logs and counters, such as `issues.labeled`.
    public var title: String { action?.eventWord.map { "\(name).\($0)" } ?? name }
}

extension String {
    /// Whether the text is a valid event name: 1 to 64 ASCII letters, digits, spaces and `_-.:/`, the first one a
    /// letter, a digit or `_`.
    var isEventWord: Bool {
        (1...64).contains(utf8.count)
            && utf8.allSatisfy { $0.isEventNameStart || " -.:/".utf8.contains($0) }
            && utf8.first?.isEventNameStart == true
    }
}

extension UInt8 {
    fileprivate var isEventNameStart: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
        default: false
        }
    }
}

extension UntrustedText {
    /// The text if it is a valid event name.
    var eventWord: String? { verbatim.isEventWord ? verbatim : nil }
}

extension BodyKind where Body == WebhookEvent {
    /// A payload of one of the table's events: JSON, or JSON in the field `payload` of a form. Another media type is
    /// answered 415, invalid JSON 400.
    public static func event(of table: EventTable) -> BodyKind {
        BodyKind(".event", in: .event) { request in
            try table.webhookEvent(of: request)
        }
    }
}

extension EventTable {
    /// Formats the event of a request.
    func webhookEvent(of request: Request) throws(Rejection) -> WebhookEvent {
        if let unwrap {
            let (event, payload) = unwrap(try request.jsonPayload())
            return webhookEvent(event, payload)
        }
        let payload = try request.eventPayload()
        let name =
            switch source {
            case .header(let name): request.headers[name].map { UntrustedText($0) }
            case .query(let name): request.query[name].map { UntrustedText($0) }
            case .field(let path): payload[path: path].asText
            }
        let event = webhookEvent(name, payload)
        return testHeader.flatMap { request.headers[$0] } == "true" ? event.ofTest : event
    }
}

extension Request {
    /// The payload, in either of the two content types that webhooks can use.
    ///
    /// A form contains it in the field `payload`, or in a file sent instead, as `curl -F payload=@push.json` does.
    fileprivate func eventPayload() throws(Rejection) -> PayloadView {
        let field = "payload"
        let mediaType = mediaType
        let isForm = mediaType?.isForm == true
        guard isForm || mediaType?.isJSON == true else {
            throw Rejection(.unsupportedMediaType, "Send the payload as application/json.")
        }
        let text = isForm ? try form().text(of: field) : nil
        if isForm, text == nil { throw Rejection(.badRequest, "The form has no field “\(field)”.") }
        guard let text else { return try jsonPayload() }
        do throws(JSONSyntaxError) { return PayloadView(try JSONDocument(parsing: Array(text.utf8)).root) } catch {
            throw Rejection(.badRequest, "The payload is not JSON: \(error)")
        }
    }

    /// The body as a payload.
    fileprivate func jsonPayload() throws(Rejection) -> PayloadView {
        do throws(JSONSyntaxError) { return PayloadView(try json().root) } catch {
            throw Rejection(.badRequest, "The payload is not JSON: \(error)")
        }
    }
}
