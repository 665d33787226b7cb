import HarkEvents

extension Stripe {
    /// Charges (docs.stripe.com/api/charges/object).
    static let charges: [String: EventTable.Formatter] = [
        // An uncaptured charge does not take money yet (docs.stripe.com/payments/place-a-hold-on-a-payment-method).
        "charge.succeeded": charge { $0.captured.asText == "false" ? "was authorized, not captured yet" : "succeeded" },
        "charge.failed": charge { "failed\(reason($0.failure_message, $0.failure_code))" },
        "charge.pending": charge { _ in "is pending" },
        "charge.captured": charge(amountIn: "amount_captured") { _ in "was captured" },
        "charge.expired": charge { _ in "expired without being captured" },
        "charge.refunded": formatter(page: "payments") { charge in
            let whole: ChatText = "charge of \(Amount(charge.amount, charge.currency))"
            let isWhole = charge.refunded.isTrue || !charge.amount_refunded.exists
            let part: ChatText = isWhole ? "" : "\(Amount(charge.amount_refunded, charge.currency)) of a "
            return "\(part)\(whole) was refunded"
        },
    ]

    /// Payments, which may consist of several charges as attempts (docs.stripe.com/api/payment_intents/object).
    static let paymentIntents: [String: EventTable.Formatter] = [
        "payment_intent.succeeded": payment(amountIn: "amount_received") { _ in "succeeded" },
        "payment_intent.payment_failed": payment {
            "failed\(reason($0.last_payment_error.message, $0.last_payment_error.code))"
        },
        "payment_intent.processing": payment { _ in "is being processed" },
        "payment_intent.requires_action": payment { _ in "waits for the customer to act" },
        "payment_intent.amount_capturable_updated": payment {
            "can be captured: \(Amount($0.amount_capturable, $0.currency))"
        },
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

    /// - Parameter field: the field with the relevant amount; if it is missing, the charge's own.
    private static func charge(
        amountIn field: String = "amount", _ description: @escaping @Sendable (PayloadView) -> ChatText
    ) -> EventTable.Formatter {
        formatter(page: "payments") { "charge of \(Amount($0[field].or($0.amount), $0.currency)) \(description($0))" }
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
            // A session that only sets up a payment method has no amount.
            let amount: ChatText =
                session.mode.asText == "setup" ? "" : " of \(Amount(session.amount_total, session.currency))"
            let words: ChatText = "checkout\(amount)\(purpose) \(description(session))"
            return session.subscription.exists
                ? notification(event, words, page: "subscriptions", session.subscription)
                : notification(event, words, page: "payments", session.payment_intent)
        }
    }
}
