public import Hark

/// Tells chat rooms what becomes of money in Stripe: amounts and states, and nothing of who pays.
public struct Stripe: Plugin {
    static let announcing = Announcer.Settings(plugin: "stripe", title: "Stripe", telling: events)
    static let secret = Setting<Secret>(
        "HARK_STRIPE_SECRET",
        help: "The signing secret of Stripe's event destination, whsec_…; an old one may follow after a comma."
    )

    /// The types of docs.stripe.com/api/events/types that are told.
    static let events = EventTable(
        namedBy: .field("type"),
        [charges, refunds, disputes, suspicions, paymentIntents, checkouts, invoices, subscriptions, payouts]
            .reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } },
        nameless: untyped
    )

    public static let manifest = Manifest<Self>(
        name: "stripe",
        summary: "Tells what becomes of payments, invoices and payouts.",
        settings: announcing.all + [secret],
        routes: [
            .post("/stripe", .event(of: events), told)
                .verified(by: .stripe, with: \.secret)
                .identified(withQuery: \.announcer.queryFields)
        ],
        events: events
    )

    private let secret: Secret
    private let announcer: Announcer

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        announcer = try Announcer(Self.announcing, context)
    }

    func told(_ delivery: Delivery<Happening>) async throws -> Response { try await announcer.announce(delivery) }
}
