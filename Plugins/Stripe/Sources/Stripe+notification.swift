import HarkEvents

extension Stripe {
    /// Formats an event by its object, or nil when it is not worth announcing.
    typealias ActionDescription = @Sendable (_ object: PayloadView) -> ChatText?

    /// Formats events of one kind of object, with a link to its page in the dashboard.
    static func formatter(page: String, _ description: @escaping ActionDescription) -> EventTable.Formatter {
        { event in
            let object = event.data.object
            return description(object).flatMap { notification(event, $0, page: page, object.id) }
        }
    }

    /// A line that says whether it is about a test, as the dashboard does.
    /// - Parameter object: the identifier of what the page is about, or that itself where Stripe was asked to expand
    ///   it.
    static func notification(_ event: PayloadView, _ words: ChatText, page: String, _ object: PayloadView)
        -> EventNotification
    {
        let isTest = event.livemode.asText == "false"
        // Of another's account, which events of Connect name (docs.stripe.com/connect/webhooks).
        let account: UntrustedText = event.account.identifier.map { "\($0)/" } ?? ""
        let folder = "\(account)\(isTest ? "test/" : "")"
        let link: UntrustedText? = object.or(object.id).identifier.map {
            "https://dashboard.stripe.com/\(folder)\(page)/\($0)"
        }
        return EventNotification(about: isTest ? "Stripe test" : "Stripe", words, link: link)
    }

    /// An event that lacks its type.
    static func untyped(_ event: PayloadView) -> EventNotification? {
        EventNotification(about: "Stripe", "event \(event["type"]) of a \(word(event.data.object.object, or: "?"))")
    }

    /// A word of Stripe's API as people write it: `requested_by_customer` is `requested by customer`.
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
    /// An identifier that may stand in a URL: ASCII letters, digits and `_`.
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
