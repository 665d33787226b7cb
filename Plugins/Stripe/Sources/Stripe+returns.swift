import HarkEvents

extension Stripe {
    /// Refunds (docs.stripe.com/api/refunds/object); the event `charge.refund.updated` contains one too.
    static let refunds: [String: EventTable.Formatter] = [
        "refund.created": refund,
        "refund.updated": refundUpdate,
        "refund.failed": refund,
        "charge.refund.updated": refundUpdate,
    ]

    /// Disputes (docs.stripe.com/api/disputes/object).
    static let disputes: [String: EventTable.Formatter] = [
        "charge.dispute.created": dispute { dispute in
            // A dispute may be lost as soon as it is opened.
            let isOver = ["lost", "won", "warning_closed"].contains(dispute.status.asText)
            let day = isOver ? nil : dispute.evidence_details.due_by.asInt.map(day)
            let end: ChatText = isOver ? ", and is \(state(dispute))" : "\(day, after: "; evidence is due by ")"
            return "was opened\(reason(dispute.reason))\(end)"
        },
        "charge.dispute.updated": dispute { "changed: \(state($0))" },
        "charge.dispute.closed": dispute { dispute in
            // A closed inquiry has no other outcome.
            dispute.status.asText == "warning_closed" ? "was closed" : "was closed: \(state(dispute))"
        },
        "charge.dispute.funds_withdrawn": dispute { _ in "took its amount from the balance" },
        "charge.dispute.funds_reinstated": dispute { _ in "gave its amount back to the balance" },
    ]

    /// Payouts to the bank (docs.stripe.com/api/payouts/object).
    static let payouts: [String: EventTable.Formatter] = [
        "payout.created": payout { payout in
            "is on its way\(payout.arrival_date.asInt.map(day), after: ", expected on ")"
        },
        "payout.paid": payout { _ in "arrived" },
        "payout.failed": payout { "failed\(reason($0.failure_message, $0.failure_code))" },
        "payout.canceled": payout { _ in "was canceled" },
    ]

    private static let refund = formatter(page: "refunds") { refund in
        let state: ChatText =
            switch refund.status.asText {
            case "succeeded": "succeeded"
            case "failed": "failed\(reason(refund.failure_reason))"
            case "canceled": "was canceled"
            case "pending": "is pending"
            case "requires_action": "waits for the customer to act"
            // Stripe may send null (docs.stripe.com/api/refunds/object, "status").
            case nil: "was recorded"
            default: "is \(refund.status)"
            }
        return "refund of \(Amount(refund.amount, refund.currency)) \(state)"
    }

    /// An update of a refund, unless only Stripe's or its owner's notes changed. Earlier null values are included in
    /// the previous attributes (docs.stripe.com/api/events/object, "previous_attributes").
    private static let refundUpdate: EventTable.Formatter = { event in
        let before = event.data.previous_attributes
        let hasStateChange = before.asJSON?["status"] != nil || before.asJSON?["failure_reason"] != nil
        return hasStateChange || !before.exists ? refund(event) : nil
    }

    private static func dispute(_ description: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        formatter(page: "disputes") { dispute in
            let kind: ChatText = isInquiry(dispute) ? "inquiry about" : "dispute of"
            return "\(kind) \(Amount(dispute.amount, dispute.currency)) \(description(dispute))"
        }
    }

    /// Whether it is an inquiry, in which no money moves: its states begin with `warning_`
    /// (docs.stripe.com/disputes/how-disputes-work, "Inquiries").
    private static func isInquiry(_ dispute: PayloadView) -> Bool {
        dispute.status.asText?.hasPrefix("warning_") ?? false
    }

    private static func state(_ dispute: PayloadView) -> ChatText {
        dispute.status.asText.map { word(PayloadView($0.dropping(prefix: "warning_"))) } ?? "?"
    }

    /// A negative payout debits the bank account for a negative balance (docs.stripe.com/payouts, "Negative payouts").
    private static func payout(_ description: @escaping @Sendable (PayloadView) -> ChatText) -> EventTable.Formatter {
        formatter(page: "payouts") { payout in
            let debt = payout.amount.asInt.flatMap { $0 < 0 ? Int(exactly: $0.magnitude) : nil }
            let subject: ChatText =
                if let debt {
                    "withdrawal of \(Amount(PayloadView(.integer(debt)), payout.currency)) from the bank"
                } else {
                    "payout of \(Amount(payout.amount, payout.currency))"
                }
            return "\(subject) \(description(payout))"
        }
    }
}
