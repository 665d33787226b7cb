import HarkEvents

// What happens to the objects that a shop is made of: prices, customers, cards and so on. They are announced by their
// kind alone, without a name, an address or a number.

extension Stripe {
    /// The kinds of objects, and what becomes of each (docs.stripe.com/api/events/types).
    private static let kinds = [
        RecordKind("account", "updated"),
        RecordKind("account.external_account", "created deleted updated"),
        RecordKind("application_fee", "created refunded"),
        RecordKind("application_fee.refund", as: "refund of an application fee", "updated"),
        RecordKind("balance_settings", as: "configuration of the balance", "updated"),
        RecordKind("billing.credit_balance_transaction", "created"),
        RecordKind("billing.credit_grant", "created updated"),
        RecordKind("billing.meter", "created deactivated reactivated updated"),
        RecordKind("billing_portal.configuration", as: "configuration of the billing portal", "created updated"),
        RecordKind("billing_portal.session", as: "session of the billing portal", "created"),
        RecordKind("capability", as: "capability of an account", "updated"),
        RecordKind("charge", "updated"),
        RecordKind("climate.order", as: "climate order", "canceled created delayed delivered product_substituted"),
        RecordKind("climate.product", as: "climate product", "created pricing_updated"),
        RecordKind("coupon", "created deleted updated"),
        RecordKind("credit_note", "created updated voided"),
        RecordKind("customer", "created deleted updated"),
        RecordKind("customer.discount", as: "discount of a customer", "created deleted updated"),
        RecordKind("customer.source", as: "source of a customer", "created deleted expiring updated"),
        RecordKind("customer.subscription", "pending_update_applied pending_update_expired"),
        RecordKind("customer.tax_id", as: "tax ID of a customer", "created deleted updated"),
        RecordKind("entitlements.active_entitlement_summary", as: "summary of entitlements", "updated"),
        RecordKind("file", "created"),
        RecordKind(
            "financial_connections.account", as: "connected bank account",
            "created deactivated disconnected reactivated refreshed_balance refreshed_ownership refreshed_transactions"),
        RecordKind(
            "identity.verification_session", as: "verification of an identity",
            "canceled created processing redacted requires_input verified"),
        RecordKind("invoice", "deleted updated will_be_due overpaid payment_attempt_required"),
        RecordKind("invoiceitem", as: "invoice item", "created deleted"),
        RecordKind("issuing_authorization", as: "authorization of a card", "created request updated"),
        RecordKind("issuing_card", as: "issued card", "created updated"),
        RecordKind("issuing_cardholder", as: "cardholder", "created updated"),
        RecordKind(
            "issuing_dispute", as: "dispute of a card",
            "closed created funds_reinstated funds_rescinded submitted updated"),
        RecordKind("issuing_personalization_design", as: "design of a card", "activated deactivated rejected updated"),
        RecordKind("issuing_token", as: "token of a card", "created updated"),
        RecordKind(
            "issuing_transaction", as: "transaction of a card", "created purchase_details_receipt_updated updated"),
        RecordKind("mandate", "updated"),
        RecordKind("payment_intent", as: "payment", "created partially_funded"),
        RecordKind("payment_link", "created updated"),
        RecordKind("payment_method", "attached automatically_updated detached updated"),
        RecordKind("payout", "reconciliation_completed updated"),
        RecordKind("person", as: "person of an account", "created deleted updated"),
        RecordKind("plan", "created deleted updated"),
        RecordKind("price", "created deleted updated"),
        RecordKind("product", "created deleted updated"),
        RecordKind("promotion_code", "created updated"),
        RecordKind("quote", "accepted canceled created finalized"),
        RecordKind("radar.early_fraud_warning", as: "warning of fraud", "updated"),
        RecordKind("reporting.report_run", as: "report", "failed succeeded"),
        RecordKind("reporting.report_type", as: "type of report", "updated"),
        RecordKind("review", as: "review of a payment", "closed"),
        RecordKind(
            "setup_intent", as: "setup of a payment method", "canceled created requires_action setup_failed succeeded"),
        RecordKind("source", "canceled chargeable failed mandate_notification refund_attributes_required"),
        RecordKind("source.transaction", as: "transaction of a source", "created updated"),
        RecordKind(
            "subscription_schedule", as: "schedule of a subscription",
            "aborted canceled completed created expiring released updated"),
        RecordKind("tax.settings", as: "configuration of taxes", "updated"),
        RecordKind("tax_rate", "created updated"),
        RecordKind("terminal.reader", as: "action of a card reader", "action_failed action_succeeded action_updated"),
        RecordKind("test_helpers.test_clock", "advancing created deleted internal_failure ready"),
        RecordKind("topup", as: "top-up", "canceled created failed reversed succeeded"),
        RecordKind("transfer", "created reversed updated"),
        RecordKind("treasury.credit_reversal", "created posted"),
        RecordKind("treasury.debit_reversal", "completed created initial_credit_granted"),
        RecordKind("treasury.financial_account", "closed created features_status_updated"),
        RecordKind("treasury.inbound_transfer", "canceled created failed succeeded"),
        RecordKind(
            "treasury.outbound_payment",
            "canceled created expected_arrival_date_updated failed posted returned tracking_details_updated"),
        RecordKind(
            "treasury.outbound_transfer",
            "canceled created expected_arrival_date_updated failed posted returned tracking_details_updated"),
        RecordKind("treasury.received_credit", "created failed succeeded"),
        RecordKind("treasury.received_debit", "created"),
    ]

    /// What happens to no object, or to one that has another name.
    private static let notices: [String: EventTable.Formatter] = [
        "account.application.authorized": record("an application was authorized"),
        "account.application.deauthorized": record("an application is no longer authorized", .warning),
        "balance.available": record("the balance has changed"),
        "billing.alert.triggered": record("a billing alert was triggered", .warning),
        "cash_balance.funds_available": record("the cash balance of a customer has funds"),
        "customer_cash_balance_transaction.created": record("the cash balance of a customer has changed"),
        "invoice_payment.paid": record("a payment of an invoice was made"),
        "sigma.scheduled_query_run.created": record("a scheduled query has run"),
    ]

    static let records: [String: EventTable.Formatter] = {
        let events = kinds.flatMap { kind in
            kind.changes.map { ("\(kind.base).\($0)", record(kind.words(about: $0), RecordKind.severity(of: $0))) }
        }
        return Dictionary(uniqueKeysWithValues: events).merging(notices) { own, _ in own }
    }()

    /// Those that somebody has to look after, or that bring money. The others are quiet.
    static let notableRecords: Set<String> = [
        "account.application.deauthorized", "billing.alert.triggered", "climate.order.delayed",
        "credit_note.created", "invoice.overpaid", "issuing_dispute.created",
        "quote.accepted", "reporting.report_run.failed", "review.closed",
        "terminal.reader.action_failed", "topup.failed", "transfer.reversed",
        "treasury.inbound_transfer.failed", "treasury.outbound_payment.failed", "treasury.outbound_transfer.failed",
        "treasury.received_credit.failed",
    ]

    private static func record(_ words: ChatText, _ severity: Severity? = nil) -> EventTable.Formatter {
        { event in
            let notification = notification(event, words, page: "", PayloadView(nil))
            return notification.marked(severity ?? notification.severity)
        }
    }
}
