import HarkEvents

extension Stripe {
    /// What the operator's rules may ask for. The place is the account of a Connect event.
    static func facts(_ payload: PayloadView, _ facts: inout NotificationFacts) {
        facts.place = payload.account.asText
        facts.addLabels([payload.livemode.asText == "false" ? "test" : "live"])
        let words = facts.event?.split(separator: ".") ?? []
        switch words.last {
        case "failed", "payment_failed", "async_payment_failed", "overdue", "marked_uncollectible":
            facts.outcome = .failure
        case "captured", "succeeded", "paid", "payment_succeeded", "async_payment_succeeded": facts.outcome = .success
        case "canceled", "expired", "voided": facts.outcome = .cancelled
        default: break
        }
        let isRefund = ["charge.refund.updated", "refund.updated"].contains(facts.event)
        if isRefund, payload.data.object.status.asText == "failed" { facts.outcome = .failure }
    }
}
