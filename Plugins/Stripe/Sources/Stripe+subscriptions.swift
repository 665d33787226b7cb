import HarkEvents

extension Stripe {
    /// Subscriptions (docs.stripe.com/api/subscriptions/object). The changes are beside the object.
    static let subscriptions: [String: EventTable.Formatter] = [
        "customer.subscription.created": subscription { event in
            let status = event.data.object.status
            return status.asText == "active" ? "began" : "began: \(word(status, or: "?"))"
        },
        "customer.subscription.updated": subscription(change),
        "customer.subscription.deleted": subscription { event in
            "ended\(reason(event.data.object.cancellation_details.reason))"
        },
        "customer.subscription.paused": subscription { _ in "was paused" },
        "customer.subscription.resumed": subscription { _ in "goes on" },
        "customer.subscription.trial_will_end": subscription { _ in "is about to leave its trial" },
    ]

    private static func subscription(_ description: @escaping @Sendable (PayloadView) -> ChatText?)
        -> EventTable.Formatter
    {
        { event in
            let object = event.data.object
            return description(event).map {
                notification(event, "subscription\(plan(object)) \($0)", page: "subscriptions", object.id)
            }
        }
    }

    /// The part of an update that is announced: state, end, payments, or items. Earlier null values are included in the
    /// previous attributes (docs.stripe.com/api/events/object, "previous_attributes").
    private static func change(_ event: PayloadView) -> ChatText? {
        let (now, before) = (event.data.object, event.data.previous_attributes)
        if before.status.exists { return "is \(word(now.status, or: "?")), it was \(word(before.status))" }
        if let end = end(now, before) { return end }
        if before.asJSON?["pause_collection"] != nil {
            let pause = now.pause_collection
            let day = pause.resumes_at.asInt.map(day)
            return pause.exists ? "collects no payments\(day, after: " until ")" : "collects payments again"
        }
        let hasChanged = before.plan.exists || before.quantity.exists || differ(now.items.data, before.items.data)
        return hasChanged || !before.exists ? "was changed" : nil
    }

    /// A scheduled end or its withdrawal: a day, or the end of the paid period
    /// (docs.stripe.com/billing/subscriptions/cancel).
    private static func end(_ now: PayloadView, _ before: PayloadView) -> ChatText? {
        if before.asJSON?["cancel_at"] != nil, let day = now.cancel_at.asInt.map(day) { return "will end on \(day)" }
        if before.cancel_at_period_end.exists {
            return now.cancel_at_period_end.isTrue ? "will end with its period" : "will not end with its period"
        }
        return before.cancel_at.asInt.map(day).map { "will not end on \($0)" }
    }

    /// Whether prices or quantities of items changed. Each renewal only changes their periods (since the API of
    /// 2025-03-31: docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end).
    private static func differ(_ now: PayloadView, _ before: PayloadView) -> Bool {
        guard before.exists else { return false }
        let places = ["id", "quantity", "price.id", "plan.id"]
        return now.asList.count != before.asList.count
            || zip(now.asList, before.asList).contains { now, before in
                places.contains { before[path: $0].exists && before[path: $0] != now[path: $0] }
            }
    }

    /// The first item of a subscription: ` to Gold (3 × 10.00 USD a month)`.
    private static func plan(_ subscription: PayloadView) -> ChatText {
        let items = subscription.items.data.asList
        let price = items.first.map { $0.price.exists ? $0.price : $0.plan } ?? subscription.plan
        let name: ChatText = "\(price.nickname.asText ?? price.name.asText, after: " to ")"
        let quantity = items.first?.quantity.asInt ?? subscription.quantity.asInt ?? 1
        let count: ChatText = quantity == 1 ? "" : "\(quantity) × "
        // A tiered or metered price has no amount of its own.
        let units = price.unit_amount.exists ? price.unit_amount : price.amount
        let money: ChatText = units.exists ? " (\(count)\(Amount(units, price.currency))\(period(price)))" : ""
        let more: ChatText = items.count > 1 ? " and \(items.count - 1) more" : ""
        return "\(name)\(money)\(more)"
    }

    private static func period(_ price: PayloadView) -> ChatText {
        let recurring = price.recurring.exists ? price.recurring : price
        guard let interval = recurring.interval.asText else { return "" }
        let count = recurring.interval_count.asInt ?? 1
        return count == 1 ? " a \(interval)" : " every \(count) \(interval)s"
    }
}
