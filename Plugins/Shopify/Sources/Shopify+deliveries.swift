import HarkEvents

// What is sent to customers, and what moves between the shop's own places.

extension Shopify {
    static let deliveries: [String: EventTable.Formatter] = [
        fulfillments,
        things(
            "fulfillment_holds", "a hold on fulfillment order", in: "fulfillment_order",
            [
                "added": "was added", "released": "was released",
            ]),
        things(
            "fulfillment_orders", "fulfillment order", in: "fulfillment_order",
            [
                "cancellation_request_accepted": "is cancelled as requested",
                "cancellation_request_rejected": "is not cancelled as requested",
                "cancellation_request_submitted": "was asked to be cancelled",
                "cancelled": "was cancelled",
                "fulfillment_request_accepted": "was accepted",
                "fulfillment_request_rejected": "was rejected",
                "fulfillment_request_submitted": "was submitted",
                "fulfillment_service_failed_to_complete": "could not be completed by its service",
                "hold_released": "was released from hold",
                "line_items_prepared_for_local_delivery": "is ready for local delivery",
                "line_items_prepared_for_pickup": "is ready for pickup",
                "manually_reported_progress_stopped": "is no longer in progress",
                "merged": "was merged",
                "moved": "was moved",
                "order_routing_complete": "was routed",
                "placed_on_hold": "was placed on hold",
                "progress_reported": "is in progress",
                "rescheduled": "was rescheduled",
                "scheduled_fulfillment_order_ready": "is ready",
                "split": "was split",
            ]),
        things(
            "inventory_shipments", "inventory shipment",
            [
                "add_items": "has more items", "create": "was created", "delete": "was deleted",
                "mark_in_transit": "is in transit", "receive_items": "was received", "remove_items": "has fewer items",
                "update_item_quantities": "has other quantities", "update_tracking": "has other tracking data",
            ]),
        things(
            "inventory_transfers", "inventory transfer",
            [
                "add_items": "has more items", "cancel": "was cancelled", "complete": "is complete",
                "ready_to_ship": "is ready to ship", "remove_items": "has fewer items",
                "update_item_quantities": "has other quantities", "updated": "was updated",
            ]),
        things("reverse_deliveries", "reverse delivery", ["attach_deliverable": "has a label"]),
        things("reverse_fulfillment_orders", "reverse fulfillment order", ["dispose": "was disposed of"]),
    ].reduce(into: [:]) { all, some in all.merge(some) { first, _ in first } }

    private static let fulfillments: [String: EventTable.Formatter] = [
        "fulfillments/create": fulfillment("was created"),
        "fulfillments/update": fulfillment("was updated"),
        "fulfillment_events/create": { payload in
            EventNotification("the delivery of order \(payload.order_id) \(deliveryState(payload.status))")
                .marked(payload.status.asText == "failure" ? .error : nil)
        },
        "fulfillment_events/delete": { payload in
            EventNotification("a state of the delivery of order \(payload.order_id) was deleted")
        },
    ]

    /// What the carrier reports (shopify.dev/docs/api/admin-rest, "FulfillmentEvent").
    private static func deliveryState(_ status: PayloadView) -> ChatText {
        switch status.asText {
        case "failure": "failed"
        case "attempted_delivery": "was attempted"
        case "delivered": "is complete"
        case "label_printed", "label_purchased": "has a label"
        default: "is \(status.spaced)"
        }
    }

    private static func fulfillment(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let status = payload.shipment_status.or(payload.status)
            let name = payload.name.or(payload.id)
            return EventNotification("fulfillment \(name) \(predicate)\(status.spaced, after: " (", before: ")")")
                .marked(["failure", "error"].contains(status.asText) ? .error : nil)
                .inThread(of: payload.order_id.asText.map { "shopify order \($0)" })
        }
    }
}

extension PayloadView {
    /// A word such as `out_for_delivery`, with spaces.
    var spaced: PayloadView {
        guard let text = asText else { return self }
        return PayloadView(text.split(separator: "_").joined(separator: " "))
    }
}
