import Hark

extension Stripe {
    /// Says what an event tells of its object, or nil when it is not worth a line.
    typealias Deed = @Sendable (_ object: Facts) -> Words?

    /// Tells events of one kind of object, with a link to its page in the dashboard.
    static func telling(page: String, _ deed: @escaping Deed) -> EventTable.Telling {
        { event in
            let object = event.data.object
            return deed(object).flatMap { line(event, $0, page: page, object.id) }
        }
    }

    /// A line that says whether it is about a test, as the dashboard does.
    /// - Parameter object: the identifier of what the page is about, or that itself where Stripe was asked to expand it.
    static func line(_ event: Facts, _ words: Words, page: String, _ object: Facts) -> Line {
        let isTest = event.livemode.text == "false"
        // Of another's account, which events of Connect name (docs.stripe.com/connect/webhooks).
        let account: UntrustedText = event.account.identifier.map { "\($0)/" } ?? ""
        let folder = "\(account)\(isTest ? "test/" : "")"
        let link: UntrustedText? = object.or(object.id).identifier.map {
            "https://dashboard.stripe.com/\(folder)\(page)/\($0)"
        }
        return Line(in: isTest ? "Stripe test" : "Stripe", words, link: link)
    }

    /// An event that lacks its type.
    static func untyped(_ event: Facts) -> Line? {
        Line(in: "Stripe", "event \(event["type"]) of a \(word(event.data.object.object, or: "?"))")
    }

    /// A word of Stripe's API as people write it: `requested_by_customer` is `requested by customer`.
    static func word(_ facts: Facts, or other: UntrustedText = "") -> Words { "\(spaced(facts) ?? other)" }

    /// The same after a colon; nothing where there is none.
    static func reason(_ facts: Facts...) -> Words { "\(facts.lazy.compactMap(spaced).first, after: ": ")" }

    /// The day of a moment in seconds since 1970, in UTC: `21 Dec 2016`.
    static func day(_ seconds: Int) -> String {
        String(HTTPDate(secondsSince1970: seconds).description.dropFirst("Wed, ".count).prefix("21 Dec 2016".count))
    }

    private static func spaced(_ facts: Facts) -> UntrustedText? {
        facts.text.map { $0.contains(" ") ? $0 : $0.replacing("_", with: " ") }
    }
}

extension Facts {
    /// An identifier that may stand in a URL: ASCII letters, digits and `_`.
    fileprivate var identifier: UntrustedText? {
        text.flatMap { text in
            text.verbatim.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"): true
                default: false
                }
            } ? text : nil
        }
    }
}
