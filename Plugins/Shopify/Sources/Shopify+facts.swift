import HarkEvents

extension Shopify {
    /// What the operator's rules may ask for. Nothing about customers is among it.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        facts.place = payload.shop_domain.or(payload.myshopify_domain).asText
        if payload.test.isTrue { facts.addLabels(["test"]) }
        facts.outcome =
            switch facts.event {
            case "orders/paid", "orders/fulfilled": .success
            case "orders/cancelled", "subscription_contracts/cancel", "returns/cancel": .cancelled
            case "subscription_contracts/fail", "fulfillment_orders/fulfillment_service_failed_to_complete": .failure
            case "order_transactions/create": NotificationOutcome(named: payload.status.asText)
            case "fulfillment_events/create": arrival(payload.status)
            case "disputes/update": disputeOutcome(payload.status)
            default: nil
            }
    }

    /// How a delivery ended; nil on its way.
    private static func arrival(_ status: PayloadView) -> NotificationOutcome? {
        switch status.asText {
        case "delivered": .success
        case "failure": .failure
        default: nil
        }
    }

    private static func disputeOutcome(_ status: PayloadView) -> NotificationOutcome? {
        switch status.asText {
        case "won": .success
        case "lost", "accepted", "charge_refunded": .failure
        default: nil
        }
    }
}
