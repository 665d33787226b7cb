public import HarkEvents

/// Announces in chat rooms Stripe's payments, invoices and payouts: amounts and states, but not who pays.
public struct Stripe: ProviderPlugin {
    public static let provider = Provider(
        "stripe", title: "Stripe", summary: "Announces what becomes of payments, invoices and payouts.",
        verifier: .stripe,
        secret: "The signing secret of Stripe's event destination, whsec_…; an old one may follow after a comma.",
        events: EventTable(
            events,
            actionIn: [],
            knownActions: events.mapValues { _ in [] },
            quiet: quiet,
            nameless: untyped,
            restricted: thinEvents,
            facts: facts)
    )

    /// The types of docs.stripe.com/api/events/types that are announced.
    static let events: [String: EventTable.Formatter] = [
        charges, refunds, disputes, suspicions, paymentIntents, checkouts, invoices, subscriptions, payouts, records,
        [thinEvent: thin],
    ]
    .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    /// What is on its way to something that is announced, what another event says too, and what happens to the objects
    /// that a shop is made of.
    static let quiet =
        [
            "charge.pending", "charge.refund.updated", "checkout.session.expired", "invoice.created",
            "invoice.finalized", "invoice.payment_succeeded", "invoice.upcoming",
            "payment_intent.amount_capturable_updated", "payment_intent.processing",
            "payment_intent.requires_action", "payment_intent.succeeded", "refund.created", "refund.updated",
        ] + records.keys.filter { !notableRecords.contains($0) }.sorted()

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
