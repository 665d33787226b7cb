import HarkEvents

extension Stripe {
    /// Radar's warnings and reviews of payments (docs.stripe.com/api/radar/early_fraud_warnings/object,
    /// docs.stripe.com/api/radar/reviews/object). These objects name the payment, but have no amount.
    static let suspicions: [String: EventTable.Formatter] = [
        "radar.early_fraud_warning.created": suspicion { warning in
            "a payment was reported as fraud\(reason(warning.fraud_type))"
        },
        "review.opened": suspicion { review in
            "a payment waits for a review\(reason(review.opened_reason, review.reason))"
        },
    ]

    private static func suspicion(_ words: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        { event in
            let object = event.data.object
            let payment = object.payment_intent.exists ? object.payment_intent : object.charge
            return notification(event, words(object), page: "payments", payment)
        }
    }
}
