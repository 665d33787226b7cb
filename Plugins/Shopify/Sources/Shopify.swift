public import HarkEvents

/// Announces in chat rooms what happens in a Shopify shop, without anything about its customers.
public struct Shopify: ProviderPlugin {
    public static let provider = Provider(
        "shopify", title: "Shopify", summary: "Announces orders, refunds, disputes, stock and changes of the shop.",
        verifier: .shopify,
        secret: "The client secret of the app, or the secret that the admin shows under Notifications, Webhooks.",
        events: EventTable(events, actionIn: [], quiet: quiet, markingTestsBy: "X-Shopify-Test", facts: facts),
        // Longest payload taken. Shopify names no limit, and an order comes with all its items.
        payloadLimit: 10 * 1_048_576
    )

    /// The topics of shopify.dev/docs/api/webhooks that say something to people and are not about a person.
    static let events: [String: EventTable.Formatter] =
        [orders, deliveries, payments, catalogue, shop, duties].reduce(into: [:]) { all, some in
            all.merge(some) { first, _ in first }
        }

    /// What happens with each step of an order, or whenever somebody saves a page of the admin.
    private static let quiet =
        [
            "app/scopes_update", "bulk_operations/finish", "channels/delete", "discounts/redeemcode_added",
            "discounts/redeemcode_removed", "discounts/update", "domains/update", "draft_orders/create",
            "draft_orders/delete", "draft_orders/update", "fulfillments/update", "inventory_items/create",
            "inventory_items/delete", "inventory_items/update", "inventory_levels/connect",
            "inventory_levels/disconnect", "inventory_levels/update", "locations/update", "order_transactions/create",
            "orders/link_requested", "orders/shopify_protect_eligibility_changed", "orders/updated",
            "payment_schedules/due", "products/update", "returns/update", "shop/update", "tender_transactions/create",
            "themes/create", "themes/delete", "themes/update",
        ]
        + events.keys.filter { topic in
            quietGroups.contains { topic.hasPrefix("\($0)/") } && !exceptions.contains(topic)
        }.sorted()

    /// The groups of topics that are quiet as a whole.
    private static let quietGroups = [
        "collections", "fulfillment_events", "fulfillment_holds", "fulfillment_orders", "inventory_shipments",
        "inventory_transfers", "reverse_deliveries", "reverse_fulfillment_orders", "selling_plan_groups",
        "subscription_contracts",
    ]

    /// What somebody has to look after nevertheless.
    private static let exceptions = [
        "fulfillment_orders/fulfillment_service_failed_to_complete", "subscription_contracts/fail",
    ]

    public let receiver: EventReceiver

    public init(_ receiver: EventReceiver) { self.receiver = receiver }
}
