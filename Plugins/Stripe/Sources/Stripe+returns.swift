import Hark

extension Stripe {
    /// Refunds (docs.stripe.com/api/refunds/object); the event `charge.refund.updated` has one too.
    static let refunds: [String: EventTable.Telling] = [
        "refund.created": refund,
        "refund.updated": refund,
        "refund.failed": refund,
        "charge.refund.updated": refund,
    ]

    /// Disputes (docs.stripe.com/api/disputes/object).
    static let disputes: [String: EventTable.Telling] = [
        "charge.dispute.created": dispute { dispute in
            let day = dispute.evidence_details.due_by.number.map(day)
            return "was opened\(reason(dispute.reason))\(day, after: "; evidence is due by ")"
        },
        "charge.dispute.updated": dispute { "changed: \(word($0.status, or: "?"))" },
        "charge.dispute.closed": dispute { "was closed: \(word($0.status, or: "?"))" },
        "charge.dispute.funds_withdrawn": dispute { _ in "took its amount from the balance" },
        "charge.dispute.funds_reinstated": dispute { _ in "gave its amount back to the balance" },
    ]

    /// Payouts to the bank (docs.stripe.com/api/payouts/object).
    static let payouts: [String: EventTable.Telling] = [
        "payout.created": payout { payout in
            "is on its way\(payout.arrival_date.number.map(day), after: ", expected on ")"
        },
        "payout.paid": payout { _ in "arrived" },
        "payout.failed": payout { "failed\(reason($0.failure_message, $0.failure_code))" },
        "payout.canceled": payout { _ in "was canceled" },
    ]

    private static let refund = telling(page: "refunds") { refund in
        let state: Words =
            switch refund.status.text {
            case "succeeded": "succeeded"
            case "failed": "failed\(reason(refund.failure_reason))"
            case "canceled": "was canceled"
            case "pending": "is pending"
            case "requires_action": "waits for the customer to act"
            default: "is \(refund.status)"
            }
        return "refund of \(Amount(refund.amount, refund.currency)) \(state)"
    }

    private static func dispute(_ deed: @escaping @Sendable (Facts) -> Words) -> EventTable.Telling {
        telling(page: "disputes") { "dispute of \(Amount($0.amount, $0.currency)) \(deed($0))" }
    }

    private static func payout(_ deed: @escaping @Sendable (Facts) -> Words) -> EventTable.Telling {
        telling(page: "payouts") { "payout of \(Amount($0.amount, $0.currency)) \(deed($0))" }
    }

    /// The day of a moment in seconds since 1970, in UTC: `21 Dec 2016`.
    private static func day(_ seconds: Int) -> String {
        String(HTTPDate(secondsSince1970: seconds).description.dropFirst("Wed, ".count).prefix("21 Dec 2016".count))
    }
}
