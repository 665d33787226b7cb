import HarkEvents

// Orders, from the draft to the return. Whatever is about the customer is left out: names, addresses, notes, links to
// the page of the order, and tracking numbers.

extension Shopify {
    static let orders: [String: EventTable.Formatter] = [
        "orders/create": order { order in
            let count = order.line_items.asList.reduce(0) { $0 &+ min(max($1.quantity.asInt ?? 0, 0), 1_000_000) }
            let items: ChatText = count > 0 ? ": \(count, "item")" : ""
            let separator: ChatText = count > 0 ? ", " : ": "
            return "was placed\(items)\(money(order.total_price, order.currency, after: separator))"
        },
        "orders/paid": order(.success) { order in
            "was paid\(money(order.total_price, order.currency, after: ": "))"
        },
        "orders/cancelled": order(.warning) { "was cancelled\($0.cancel_reason, after: " (", before: ")")" },
        "orders/fulfilled": order { _ in "was fulfilled" },
        "orders/partially_fulfilled": order { _ in "was fulfilled in part" },
        "orders/updated": order { "was updated\($0.financial_status, after: " (", before: ")")" },
        "orders/delete": order { _ in "was deleted" },
        "orders/edited": { payload in
            let edit = payload.order_edit
            let (added, removed) = (count(edit.line_items.additions), count(edit.line_items.removals))
            let changes = ChatText([
                added > 0 ? "\(added, "item") added" : "", removed > 0 ? "\(removed, "item") removed" : "",
            ])
            let end: ChatText = changes.isEmpty ? "" : ": \(changes)"
            return EventNotification("order \(edit.order_id) was edited\(end)")
        },
        "orders/risk_assessment_changed": { payload in
            let level = payload.risk_level
            return EventNotification("the risk of order \(payload.order_id) is \(level.asText?.lowercased ?? "?")")
                .marked(level.asText?.lowercased == "high" ? .warning : nil)
        },
        "orders/link_requested": { order in
            EventNotification("a customer asked for the link to order \(order.name.or(order.id))")
                .inThread(of: order.id.asText.map { "shopify order \($0)" })
        },
        "orders/shopify_protect_eligibility_changed": { payload in
            let status = payload.eligibility.status.asText?.lowercased
            let id = payload.order.id.or(payload.order_id).or(payload.order.admin_graphql_api_id.lastPart)
            return EventNotification("Shopify Protect for order \(id)\(status, after: ": ")")
        },
        "draft_orders/create": thing("draft order", "was created"),
        "draft_orders/update": thing("draft order", "was updated"),
        "draft_orders/delete": thing("draft order", "was deleted"),
        "returns/request": thing("return", "was requested"),
        "returns/approve": thing("return", "was approved"),
        "returns/decline": thing("return", "was declined"),
        "returns/cancel": thing("return", "was cancelled"),
        "returns/close": thing("return", "was closed"),
        "returns/reopen": thing("return", "was reopened"),
        "returns/update": thing("return", "was updated"),
    ]

    /// How many items an edit added or removed: each of its lines has how many there are more or less.
    private static func count(_ lines: PayloadView) -> Int {
        lines.asList.reduce(0) { $0 &+ min(Int(clamping: ($1.delta.asInt ?? 1).magnitude), 1_000_000) }
    }

    /// A formatter for what became of an order, which is one thread.
    private static func order(
        _ severity: Severity? = nil, _ predicate: @escaping @Sendable (PayloadView) -> ChatText
    ) -> EventTable.Formatter {
        { order in
            let kind: ChatText = order.test.isTrue ? "test order" : "order"
            return EventNotification("\(kind) \(order.name.or(order.id)) \(predicate(order))").marked(severity)
                .inThread(of: order.id.asText.map { "shopify order \($0)" }, isAlsoInRoom: true)
        }
    }
}
