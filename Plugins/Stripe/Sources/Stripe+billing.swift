import Hark

extension Stripe {
    /// Invoices (docs.stripe.com/api/invoices/object).
    static let invoices: [String: EventTable.Telling] = [
        "invoice.created": invoice(of: "total") { _ in "was drafted" },
        "invoice.upcoming": invoice(of: "amount_due") { _ in "is coming up" },
        "invoice.finalized": invoice(of: "total") { _ in "was finalized" },
        "invoice.sent": invoice(of: "total") { _ in "was sent" },
        "invoice.paid": invoice(of: "amount_paid") { _ in "was paid" },
        "invoice.payment_succeeded": invoice(of: "amount_paid") { _ in "was paid" },
        "invoice.payment_failed": invoice(of: "amount_due") { invoice in
            let attempt = invoice.attempt_count.number.flatMap { $0 > 1 ? String($0) : nil }
            return "could not be paid\(attempt, after: " at attempt ")"
        },
        "invoice.payment_action_required": invoice(of: "amount_due") { _ in "waits for the customer to act" },
        "invoice.overdue": invoice(of: "amount_due") { _ in "is overdue" },
        "invoice.voided": invoice(of: "total") { _ in "was voided" },
        "invoice.marked_uncollectible": invoice(of: "amount_due") { _ in "was given up as uncollectible" },
    ]

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

    private static func invoice(
        of amount: String,
        _ deed: @escaping @Sendable (Facts) -> Words
    ) -> EventTable.Telling {
        telling(page: "invoices") { invoice in
            "invoice\(invoice["number"], after: " ") of \(Amount(invoice[amount], invoice.currency)) \(deed(invoice))"
        }
    }

    private static func subscription(_ deed: @escaping @Sendable (Facts) -> Words?) -> EventTable.Telling {
        { event in
            let object = event.data.object
            return deed(event).map {
                line(event, "subscription\(plan(object)) \($0)", page: "subscriptions", object.id)
            }
        }
    }

    /// What a change of a subscription is worth saying: its state, its end, or what is subscribed to.
    private static func change(_ event: Facts) -> Words? {
        let (now, before) = (event.data.object, event.data.previous_attributes)
        if before.status.exists { return "is \(word(now.status, or: "?")), it was \(word(before.status))" }
        if before.cancel_at_period_end.exists {
            return now.cancel_at_period_end.isTrue ? "will end with its period" : "will not end with its period"
        }
        let hasChanged = before.items.exists || before.plan.exists || before.quantity.exists
        return hasChanged || !before.exists ? "was changed" : nil
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
