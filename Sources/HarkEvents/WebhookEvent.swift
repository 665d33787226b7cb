/// One delivery, read: which event it is of, and what is to be said about it.
public struct WebhookEvent: Sendable, Hashable {
    /// The event, as the provider names it; nil when the delivery names none.
    public let event: UntrustedText?

    /// What was done, for events that come in several kinds: see `EventTable.actions`.
    public let action: UntrustedText?

    /// What is to be said, or nil when it is not worth announcing.
    public let notification: EventNotification?

    init(event: UntrustedText?, action: UntrustedText?, notification: EventNotification?) {
        self.event = event
        self.action = action
        self.notification = notification
    }

    /// What a plugin without a table has to say of a delivery.
    public init(event: UntrustedText?, notification: EventNotification) {
        self.init(event: event, action: nil, notification: notification)
    }

    /// The event for logs and counters: `unnamed` where the delivery names none, or what is no name.
    public var name: String { event.flatMap(\.eventWord) ?? "unnamed" }

    /// Event and action for logs and counters, such as `issues.labeled`.
    public var title: String { [name, action?.eventWord].compactMap(\.self).joined(separator: ".") }
}

extension String {
    /// Whether the text is made like the names of events: 1 to 64 ASCII letters, digits, spaces and `_-.:`.
    var isEventWord: Bool {
        (1...64).contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: " _-.:".utf8.contains(byte)
                }
            }
    }
}

extension UntrustedText {
    /// The text if it is made like the names of events.
    var eventWord: String? { verbatim.isEventWord ? verbatim : nil }
}

extension BodyKind where Body == WebhookEvent {
    /// A payload of one of the table's events: JSON, or JSON in the field `payload` of a form. Anything else is answered
    /// 415, what is not JSON 400.
    public static func event(of table: EventTable) -> BodyKind {
        BodyKind(".event", in: .event) { request in
            let payload = try request.eventPayload()
            let name =
                switch table.source {
                case .header(let name): request.headers[name].map { UntrustedText($0) }
                case .query(let name): request.query[name].map { UntrustedText($0) }
                case .field(let path): payload[path: path].asText
                }
            return table.webhookEvent(name, payload)
        }
    }
}

extension Request {
    /// The payload, whichever of the two content types the webhook was given.
    ///
    /// A form has it in the field `payload`, or in a file sent in its place, as `curl -F payload=@push.json` does.
    fileprivate func eventPayload() throws(Rejection) -> PayloadView {
        let field = "payload"
        let mediaType = mediaType
        let isForm = mediaType?.isForm == true
        guard isForm || mediaType?.isJSON == true else {
            throw Rejection(.unsupportedMediaType, "Send the payload as application/json.")
        }
        let text = isForm ? try form().text(of: field) : nil
        if isForm, text == nil { throw Rejection(.badRequest, "The form has no field “\(field)”.") }
        do throws(JSONSyntaxError) {
            guard let text else { return PayloadView(try json().root) }
            return PayloadView(try JSONDocument(parsing: Array(text.utf8)).root)
        } catch {
            throw Rejection(.badRequest, "The payload is not JSON: \(error)")
        }
    }
}
