public import HarkEvents

/// Announces in chat rooms Stripe's payments, invoices and payouts: amounts and states, but not who pays.
public struct Stripe: ProviderPlugin {
    public static let provider = Provider(
        "stripe", title: "Stripe", summary: "Announces what becomes of payments, invoices and payouts.",
        verifier: .stripe,
        secret: "The signing secret of Stripe's event destination, whsec_…; an old one may follow after a comma.",
        events: events,
        nameless: untyped,
        facts: facts
    )

    /// The types of docs.stripe.com/api/events/types that are announced.
    static let events: [String: EventTable.Formatter] = [
        charges, refunds, disputes, suspicions, paymentIntents, checkouts, invoices, subscriptions, payouts,
    ]
    .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
