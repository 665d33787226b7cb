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
        "invoice.paid": invoice(of: "amount_paid") { _ in "was paid" },
        "invoice.payment_succeeded": invoice(of: "amount_paid") { _ in "was paid" },
        "invoice.payment_failed": invoice(of: "amount_due") { invoice in
            let attempt = invoice.attempt_count.asInt.flatMap { $0 > 1 ? String($0) : nil }
            return "could not be paid\(attempt, after: " at attempt ")"
        },
        "invoice.payment_action_required": invoice(of: "amount_due") { _ in "waits for the customer to act" },
        "invoice.overdue": invoice(of: "amount_due") { _ in "is overdue" },
        "invoice.voided": invoice(of: "total") { _ in "was voided" },
        "invoice.marked_uncollectible": invoice(of: "amount_due") { _ in "was given up as uncollectible" },
    ]

    private static func invoice(
        of amount: String,
        _ description: @escaping @Sendable (PayloadView) -> ChatText
    ) -> EventTable.Formatter {
        formatter(page: "invoices") { invoice in
            "invoice\(invoice.number, after: " ") of \(Amount(invoice[amount], invoice.currency)) \(description(invoice))"
        }
    }
}
