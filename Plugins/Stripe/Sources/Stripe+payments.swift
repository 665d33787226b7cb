import HarkEvents

extension Stripe {
    /// Charges (docs.stripe.com/api/charges/object).
    static let charges: [String: EventTable.Formatter] = [
        // An uncaptured charge does not take money yet (docs.stripe.com/payments/place-a-hold-on-a-payment-method).
        "charge.succeeded": charge { $0.captured.asText == "false" ? "was authorized, not captured yet" : "succeeded" },
        "charge.failed": charge { "failed\(reason($0.failure_message, $0.failure_code))" },
        "charge.pending": charge { _ in "is pending" },
        "charge.captured": captured,
        "charge.expired": charge { _ in "expired without being captured" },
        "charge.refunded": refunded,
    ]

    /// Payments, which may consist of several charges as attempts (docs.stripe.com/api/payment_intents/object).
    static let paymentIntents: [String: EventTable.Formatter] = [
        "payment_intent.succeeded": payment(amountIn: "amount_received") { _ in "succeeded" },
        "payment_intent.payment_failed": payment {
            "failed\(reason($0.last_payment_error.message, $0.last_payment_error.code))"
        },
        "payment_intent.processing": payment { _ in "is being processed" },
        "payment_intent.requires_action": payment { _ in "waits for the customer to act" },
        "payment_intent.amount_capturable_updated": capturable,
        "payment_intent.canceled": payment { "was canceled\(reason($0.cancellation_reason))" },
    ]

    /// Sessions of Stripe's payment page (docs.stripe.com/api/checkout/sessions/object). They have no page of their
    /// own.
    static let checkouts: [String: EventTable.Formatter] = [
        "checkout.session.completed": checkout { session in
            session.payment_status.exists ? "was completed: \(word(session.payment_status))" : "was completed"
        },
        "checkout.session.async_payment_succeeded": checkout { _ in "was paid" },
        "checkout.session.async_payment_failed": checkout { _ in "was not paid: the payment failed" },
        "checkout.session.expired": checkout { _ in "expired" },
    ]

    private static func charge(_ description: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        formatter(page: "payments") { "charge of \(Amount($0.amount, $0.currency)) \(description($0))" }
    }

    /// A charge was captured, as a whole or in one of several parts.
    private static func captured(_ event: PayloadView) -> EventNotification? {
        let charge = event.data.object
        let total = RunningTotal("amount_captured", of: event)
        let whole = Amount(
            total.isLaterPart ? charge.amount : charge.amount_captured.or(charge.amount), charge.currency)
        let part: ChatText = total.isLaterPart ? "\(total.amount) of a " : ""
        return notification(event, "\(part)charge of \(whole) was captured\(total.remark)", page: "payments", charge.id)
    }

    /// A charge was refunded, as a whole or in part. `amount_refunded` is the sum of all its refunds.
    private static func refunded(_ event: PayloadView) -> EventNotification? {
        let charge = event.data.object
        // Nothing was taken, so that nothing is given back (docs.stripe.com/refunds, "Cancel an uncaptured payment").
        if charge.captured.asText == "false", charge.amount_captured.asInt ?? 0 == 0 {
            let words: ChatText = "authorization of \(Amount(charge.amount, charge.currency)) was released"
            return notification(event, words, page: "payments", charge.id)
        }
        let total = RunningTotal("amount_refunded", of: event)
        let isWhole = charge.refunded.isTrue && charge.amount_refunded == charge.amount
        let isPart = charge.amount_refunded.exists && (total.isLaterPart || !isWhole)
        let part: ChatText = isPart ? "\(total.amount) of a " : ""
        let words: ChatText = "\(part)charge of \(Amount(charge.amount, charge.currency)) was refunded\(total.remark)"
        return notification(event, words, page: "payments", charge.id)
    }

    /// The amount that can be captured changed.
    private static func capturable(_ event: PayloadView) -> EventNotification? {
        let payment = event.data.object
        let before = event.data.previous_attributes.amount_capturable
        let isChange = before.asInt.map { $0 != 0 } ?? false
        let former: ChatText = isChange ? ", it was \(Amount(before, payment.currency))" : ""
        let now = Amount(payment.amount_capturable, payment.currency)
        let words: ChatText =
            "payment of \(Amount(payment.amount, payment.currency)) can be captured: \(now)\(former)"
        return notification(event, words, page: "payments", payment.id)
    }

    /// - Parameter field: the field with the relevant amount; if it is missing, the payment's own.
    private static func payment(
        amountIn field: String = "amount", _ description: @escaping @Sendable (PayloadView) -> ChatText
    ) -> EventTable.Formatter {
        formatter(page: "payments") { "payment of \(Amount($0[field].or($0.amount), $0.currency)) \(description($0))" }
    }

    private static func checkout(_ description: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        { event in
            let session = event.data.object
            let purpose: ChatText = session.mode.asText == "subscription" ? " for a subscription" : ""
            let amount = Amount(session.amount_total, session.currency).phrase
            let words: ChatText = "checkout\(amount)\(purpose) \(description(session))"
            return session.subscription.exists
                ? notification(event, words, page: "subscriptions", session.subscription)
                : notification(event, words, page: "payments", session.payment_intent)
        }
    }
}
