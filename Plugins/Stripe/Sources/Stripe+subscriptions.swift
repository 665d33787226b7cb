import Hark

extension Stripe {
    /// Subscriptions (docs.stripe.com/api/subscriptions/object). What changed stands beside the object.
    static let subscriptions: [String: EventTable.Telling] = [
        "customer.subscription.created": subscription { event in
            let status = event.data.object.status
            return status.text == "active" ? "began" : "began: \(word(status, or: "?"))"
        },
        "customer.subscription.updated": subscription(change),
        "customer.subscription.deleted": subscription { event in
            "ended\(reason(event.data.object.cancellation_details.reason))"
        },
        "customer.subscription.paused": subscription { _ in "was paused" },
        "customer.subscription.resumed": subscription { _ in "goes on" },
        "customer.subscription.trial_will_end": subscription { _ in "is about to leave its trial" },
    ]

    private static func subscription(_ deed: @escaping @Sendable (Facts) -> Words?) -> EventTable.Telling {
        { event in
            let object = event.data.object
            return deed(event).map {
                line(event, "subscription\(plan(object)) \($0)", page: "subscriptions", object.id)
            }
        }
    }

    /// What a change of a subscription is worth saying: its state, its end, its payments, or what is subscribed to. What
    /// was null before stands among the previous values too (docs.stripe.com/api/events/object, "previous_attributes").
    private static func change(_ event: Facts) -> Words? {
        let (now, before) = (event.data.object, event.data.previous_attributes)
        if before.status.exists { return "is \(word(now.status, or: "?")), it was \(word(before.status))" }
        if let end = end(now, before) { return end }
        if before.value?["pause_collection"] != nil {
            let pause = now.pause_collection
            let day = pause.resumes_at.number.map(day)
            return pause.exists ? "collects no payments\(day, after: " until ")" : "collects payments again"
        }
        let hasChanged = before.plan.exists || before.quantity.exists || differ(now.items.data, before.items.data)
        return hasChanged || !before.exists ? "was changed" : nil
    }

    /// That somebody chose an end, or took that back: a day, or the end of the period that is paid for
    /// (docs.stripe.com/billing/subscriptions/cancel).
    private static func end(_ now: Facts, _ before: Facts) -> Words? {
        if before.value?["cancel_at"] != nil, let day = now.cancel_at.number.map(day) { return "will end on \(day)" }
        if before.cancel_at_period_end.exists {
            return now.cancel_at_period_end.isTrue ? "will end with its period" : "will not end with its period"
        }
        return before.cancel_at.number.map(day).map { "will not end on \($0)" }
    }

    /// Whether items have other prices or quantities than before. Each renewal changes their periods (since the API of
    /// 2025-03-31: docs.stripe.com/changelog/basil/2025-03-31/deprecate-subscription-current-period-start-and-end).
    private static func differ(_ now: Facts, _ before: Facts) -> Bool {
        guard before.exists else { return false }
        let places = ["id", "quantity", "price.id", "plan.id"]
        return now.list.count != before.list.count
            || zip(now.list, before.list).contains { now, before in
                places.contains { before[path: $0].exists && before[path: $0] != now[path: $0] }
            }
    }

    /// What is subscribed to, as its first item has it: ` to Gold (3 × 10.00 USD a month)`.
    private static func plan(_ subscription: Facts) -> Words {
        let items = subscription.items.data.list
        let price = items.first.map { $0.price.exists ? $0.price : $0.plan } ?? subscription.plan
        let name: Words = "\(price.nickname.text ?? price.name.text, after: " to ")"
        let quantity = items.first?.quantity.number ?? subscription.quantity.number ?? 1
        let count: Words = quantity == 1 ? "" : "\(quantity) × "
        // A price by tiers or by use has no amount of its own.
        let units = price.unit_amount.exists ? price.unit_amount : price.amount
        let money: Words = units.exists ? " (\(count)\(Amount(units, price.currency))\(period(price)))" : ""
        let more: Words = items.count > 1 ? " and \(items.count - 1) more" : ""
        return "\(name)\(money)\(more)"
    }

    private static func period(_ price: Facts) -> Words {
        let recurring = price.recurring.exists ? price.recurring : price
        guard let interval = recurring.interval.text else { return "" }
        let count = recurring.interval_count.number ?? 1
        return count == 1 ? " a \(interval)" : " every \(count) \(interval)s"
    }
}
