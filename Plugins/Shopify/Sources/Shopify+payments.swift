import HarkEvents

// Money: refunds, disputes, transactions and subscriptions. Notes and payment details are left out.

extension Shopify {
    static let payments: [String: EventTable.Formatter] = [
        "refunds/create": { refund in
            // The transactions of one refund may be several, in one currency. Only those that succeeded gave money
            // back, and not those that voided an authorization.
            let transactions = refund.transactions.asList
            let succeeded = transactions.filter { [nil, "success"].contains($0.status.asText) }
            let paid = succeeded.filter { $0.kind.asText != "void" }
            let isPending = transactions.contains { $0.status.asText == "pending" }
            let isUnpaid = !transactions.isEmpty && succeeded.isEmpty
            let words: ChatText =
                if isUnpaid {
                    "a refund of order \(refund.order_id) \(isPending ? "is pending" : "failed")"
                } else if paid.isEmpty, !succeeded.isEmpty {
                    "an authorization for order \(refund.order_id) was voided\(total(of: succeeded))"
                } else {
                    "order \(refund.order_id) was refunded\(total(of: paid))"
                }
            return EventNotification(words).marked(isUnpaid && !isPending ? .error : nil)
                .inThread(of: refund.order_id.asText.map { "shopify order \($0)" }, isAlsoInRoom: true)
        },
        "disputes/create": dispute,
        "disputes/update": dispute,
        "order_transactions/create": { payload in
            let amount = money(payload.amount, payload.currency, after: " of ")
            let isFailure = ["failure", "error"].contains(payload.status.asText)
            return EventNotification(
                "\(payload.kind, or: "transaction")\(amount) for order \(payload.order_id): \(payload.status)"
            )
            .marked(isFailure ? .warning : nil).inThread(of: payload.order_id.asText.map { "shopify order \($0)" })
        },
        "tender_transactions/create": { payload in
            let amount = money(payload.amount, payload.currency, after: " of ")
            let method: ChatText = "\(payload.payment_method.spaced, after: " by ")"
            return EventNotification("payment\(amount) for order \(payload.order_id)\(method)")
        },
        "payment_schedules/due": { payload in
            EventNotification("a payment\(money(payload.amount, payload.currency, after: " of ")) is due")
        },
        "subscription_contracts/create": thing("subscription", "was created"),
        "subscription_contracts/activate": thing("subscription", "is active"),
        "subscription_contracts/pause": thing("subscription", "was paused"),
        "subscription_contracts/cancel": thing("subscription", "was cancelled"),
        "subscription_contracts/expire": thing("subscription", "has expired"),
        "subscription_contracts/fail": thing("subscription", "has failed", .error),
        "subscription_contracts/update": thing("subscription", "was updated"),
    ]

    /// The sum of transactions, `: 15.00 EUR`; nothing if they have no amounts.
    private static func total(of transactions: [PayloadView]) -> ChatText {
        let amounts = transactions.compactMap(\.amount.asText)
        guard !amounts.isEmpty else { return "" }
        let shown = DecimalAmount.sum(amounts).map { [$0.text] } ?? amounts
        return ": \(list: shown)\(transactions.first?.currency.asText, after: " ")"
    }

    /// A chargeback or an inquiry of a bank, when it is made and when its state changes.
    private static func dispute(_ dispute: PayloadView) -> EventNotification? {
        let amount = money(dispute.amount, dispute.currency, after: " of ")
        let (state, severity): (ChatText, Severity) =
            switch dispute.status.asText {
            case "needs_response": ("needs a response", .warning)
            case "under_review": ("is under review", .warning)
            case "won": ("is won", .success)
            case "lost": ("is lost", .error)
            case "accepted": ("is accepted", .warning)
            case "charge_refunded": ("is refunded", .warning)
            default: ("is \(dispute.status)", .warning)
            }
        let needsResponse = dispute.status.asText == "needs_response"
        let due: ChatText = needsResponse ? "\(dispute.evidence_due_by.asText?.prefix(10), after: " until ")" : ""
        let reason: ChatText = "\(dispute.reason.spaced, after: " (", before: ")")"
        // A dispute may name no order.
        let order: ChatText = "\(dispute.order_id, after: " about order ")"
        let name: ChatText = "\(dispute["type"], or: "dispute")\(amount)\(order)"
        return EventNotification("\(name) \(state)\(due)\(reason)").marked(severity)
            .inThread(of: dispute.order_id.asText.map { "shopify order \($0)" }, isAlsoInRoom: true)
    }
}
