import HarkEvents

extension Stripe {
    /// Describes an event by its object; nil if it is not announced.
    typealias ActionDescription = @Sendable (_ object: PayloadView) -> ChatText?

    /// A formatter for events of one kind of object, with a link to its page in the dashboard.
    static func formatter(page: String, _ description: @escaping ActionDescription) -> EventTable.Formatter {
        { event in
            let object = event.data.object
            return description(object).flatMap { notification(event, $0, page: page, object.id) }
        }
    }

    /// A notification that marks test events, as the dashboard does.
    /// - Parameter object: the identifier of the page's subject, or the subject itself if Stripe was asked to expand
    ///   it.
    static func notification(_ event: PayloadView, _ words: ChatText, page: String, _ object: PayloadView)
        -> EventNotification
    {
        let isTest = event.livemode.asText == "false"
        let account: UntrustedText = account(of: event).identifier.map { "\($0)/" } ?? ""
        let folder = "\(account)\(isTest ? "test/" : "")"
        let link: UntrustedText? = object.or(object.id).identifier.map {
            "https://dashboard.stripe.com/\(folder)\(page)/\($0)"
        }
        return EventNotification(about: subject(of: event), words, link: link)
            .marked(warnings.contains(event["type"].asText) ? .warning : nil)
    }

    /// The events after which money may be lost.
    private static let warnings: Set<UntrustedText?> = [
        "charge.dispute.created", "radar.early_fraud_warning.created", "radar.early_fraud_warning.updated",
    ]

    /// The account that the event is about; missing for one's own (docs.stripe.com/connect/webhooks).
    private static func account(of event: PayloadView) -> PayloadView { event.account.or(event.account.id) }

    /// What a line begins with: whether it is a test, and whose account it is about unless it is one's own.
    private static func subject(of event: PayloadView) -> UntrustedText {
        let title = event.livemode.asText == "false" ? "Stripe test" : "Stripe"
        return UntrustedText("\(title)\(account(of: event).asText.map { " \($0.sanitized(to: 40))" } ?? "")")
    }

    /// An event without a type.
    static func untyped(_ event: PayloadView) -> EventNotification? {
        EventNotification(
            about: subject(of: event), "event \(event["type"]) of a \(word(event.data.object.object, or: "?"))")
    }

    /// A constant of Stripe's API in words: `requested_by_customer` becomes `requested by customer`.
    static func word(_ field: PayloadView, or other: UntrustedText = "") -> ChatText { "\(spaced(field) ?? other)" }

    /// The same after a colon; empty if no field has a text.
    static func reason(_ field: PayloadView...) -> ChatText { "\(field.lazy.compactMap(spaced).first, after: ": ")" }

    /// The day of a moment in seconds since 1970, in UTC: `21 Dec 2016`.
    static func day(_ seconds: Int) -> String {
        String(HTTPDate(secondsSince1970: seconds).description.dropFirst("Wed, ".count).prefix("21 Dec 2016".count))
    }

    private static func spaced(_ field: PayloadView) -> UntrustedText? {
        field.asText.map { $0.contains(" ") ? $0 : $0.replacing("_", with: " ") }
    }
}

extension PayloadView {
    /// An identifier that is safe in a URL: ASCII letters, digits and `_`.
    fileprivate var identifier: UntrustedText? {
        asText.flatMap { text in
            text.verbatim.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
                default: false
                }
            } ? text : nil
        }
    }
}
