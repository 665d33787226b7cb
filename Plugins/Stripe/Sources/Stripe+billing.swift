import HarkEvents

extension Stripe {
    /// Invoices (docs.stripe.com/api/invoices/object).
    static let invoices: [String: EventTable.Formatter] = [
        "invoice.created": invoice(of: "total") { _ in "was drafted" },
        "invoice.upcoming": invoice(of: "amount_due") { _ in "is coming up" },
        "invoice.finalized": invoice(of: "total") { _ in "was finalized" },
        "invoice.finalization_failed": invoice(of: "total") { invoice in
            "could not be finalized\(reason(invoice.last_finalization_error.message, invoice.last_finalization_error.code))"
        },
        "invoice.sent": invoice(of: "total") { _ in "was sent" },
        "invoice.paid": paid,
        "invoice.payment_succeeded": paid,
        "invoice.payment_failed": invoice(of: "amount_due") { invoice in
            let attempt = invoice.attempt_count.asInt.flatMap { $0 > 1 ? String($0) : nil }
            return "could not be paid\(attempt, after: " at attempt ")"
        },
        "invoice.payment_action_required": invoice(of: "amount_due") { _ in "waits for the customer to act" },
        "invoice.overdue": invoice(of: "amount_due") { _ in "is overdue" },
        "invoice.voided": invoice(of: "total") { _ in "was voided" },
        "invoice.marked_uncollectible": invoice(of: "amount_due") { _ in "was given up as uncollectible" },
    ]

    /// An invoice was paid, as a whole or in one of several parts. `amount_paid` is the sum of all its payments.
    private static func paid(_ event: PayloadView) -> EventNotification? {
        let invoice = event.data.object
        if invoice.paid_out_of_band.isTrue { return paidElsewhere(event, invoice) }
        let total = RunningTotal("amount_paid", of: event)
        let isPart = total.isLaterPart || invoice.amount_remaining.asInt ?? 0 > 0
        let whole = Amount(isPart ? invoice.total.or(invoice.amount_due) : invoice.amount_paid, invoice.currency)
        let part: ChatText = isPart ? "\(total.amount) of " : ""
        let words: ChatText = "\(part)invoice\(invoice.number, after: " ") of \(whole) was paid\(total.remark)"
        return notification(event, words, page: "invoices", invoice.id)
    }

    /// An invoice that somebody marked as paid, by a transfer or in cash (docs.stripe.com/api/invoices/pay,
    /// "paid_out_of_band"). Stripe got nothing: `amount_paid` is zero.
    private static func paidElsewhere(_ event: PayloadView, _ invoice: PayloadView) -> EventNotification {
        let whole = Amount(invoice.total.or(invoice.amount_due), invoice.currency)
        return notification(
            event, "invoice\(invoice.number, after: " ") of \(whole) was paid outside Stripe", page: "invoices",
            invoice.id)
    }

    private static func invoice(
        of amount: String,
        _ description: @escaping @Sendable (PayloadView) -> ChatText
    ) -> EventTable.Formatter {
        formatter(page: "invoices") { invoice in
            "invoice\(invoice.number, after: " ") of \(Amount(invoice[amount], invoice.currency)) \(description(invoice))"
        }
    }
}
