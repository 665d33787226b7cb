public import Hark

/// Tells chat rooms what becomes of money in Stripe: amounts and states, and nothing of who pays.
public struct Stripe: Plugin {
    static let notifierSettings = Notifier.Settings(plugin: "stripe", title: "Stripe", events: events)
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
        settings: notifierSettings.all + [secret],
        routes: [
            .post("/stripe", .event(of: events), announce)
                .verified(by: .stripe, with: \.secret)
                .identified(withQuery: \.notifier.queryFields)
        ],
        events: events
    )

    private let secret: Secret
    private let notifier: Notifier

    public init(_ context: PluginContext) throws {
        secret = try context.settings[Self.secret]
        notifier = try Notifier(Self.notifierSettings, context)
    }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> Response { try await notifier.announce(delivery) }
}
