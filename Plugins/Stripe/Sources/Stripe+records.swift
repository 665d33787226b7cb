import HarkEvents

// What happens to the objects that a shop is made of: prices, customers, cards and so on. They are announced by their
// kind alone, without a name, an address or a number.

extension Stripe {
    /// The kinds of objects, each with the name that people give it, and what becomes of it
    /// (docs.stripe.com/api/events/types).
    private static let kinds: [(base: String, name: StaticString, changes: String)] = [
        ("account", "account", "updated"),
        ("account.external_account", "external account", "created deleted updated"),
        ("application_fee", "application fee", "created refunded"),
        ("application_fee.refund", "refund of an application fee", "updated"),
        ("balance_settings", "configuration of the balance", "updated"),
        ("billing.credit_balance_transaction", "credit balance transaction", "created"),
        ("billing.credit_grant", "credit grant", "created updated"),
        ("billing.meter", "meter", "created deactivated reactivated updated"),
        ("billing_portal.configuration", "configuration of the billing portal", "created updated"),
        ("billing_portal.session", "session of the billing portal", "created"),
        ("capability", "capability of an account", "updated"),
        ("charge", "charge", "updated"),
        ("climate.order", "climate order", "canceled created delayed delivered product_substituted"),
        ("climate.product", "climate product", "created pricing_updated"),
        ("coupon", "coupon", "created deleted updated"),
        ("credit_note", "credit note", "created updated voided"),
        ("customer", "customer", "created deleted updated"),
        ("customer.discount", "discount of a customer", "created deleted updated"),
        ("customer.source", "source of a customer", "created deleted expiring updated"),
        ("customer.subscription", "subscription", "pending_update_applied pending_update_expired"),
        ("customer.tax_id", "tax ID of a customer", "created deleted updated"),
        ("entitlements.active_entitlement_summary", "summary of entitlements", "updated"),
        ("file", "file", "created"),
        (
            "financial_connections.account", "connected bank account",
            "created deactivated disconnected reactivated refreshed_balance refreshed_ownership refreshed_transactions"
        ),
        (
            "identity.verification_session", "verification of an identity",
            "canceled created processing redacted requires_input verified"
        ),
        ("invoice", "invoice", "deleted updated will_be_due overpaid payment_attempt_required"),
        ("invoiceitem", "invoice item", "created deleted"),
        ("issuing_authorization", "authorization of a card", "created request updated"),
        ("issuing_card", "issued card", "created updated"),
        ("issuing_cardholder", "cardholder", "created updated"),
        ("issuing_dispute", "dispute of a card", "closed created funds_reinstated funds_rescinded submitted updated"),
        ("issuing_personalization_design", "design of a card", "activated deactivated rejected updated"),
        ("issuing_token", "token of a card", "created updated"),
        ("issuing_transaction", "transaction of a card", "created purchase_details_receipt_updated updated"),
        ("mandate", "mandate", "updated"),
        ("payment_intent", "payment", "created partially_funded"),
        ("payment_link", "payment link", "created updated"),
        ("payment_method", "payment method", "attached automatically_updated detached updated"),
        ("payout", "payout", "reconciliation_completed updated"),
        ("person", "person of an account", "created deleted updated"),
        ("plan", "plan", "created deleted updated"),
        ("price", "price", "created deleted updated"),
        ("product", "product", "created deleted updated"),
        ("promotion_code", "promotion code", "created updated"),
        ("quote", "quote", "accepted canceled created finalized"),
        ("radar.early_fraud_warning", "warning of fraud", "updated"),
        ("reporting.report_run", "report", "failed succeeded"),
        ("reporting.report_type", "type of report", "updated"),
        ("review", "review of a payment", "closed"),
        ("setup_intent", "setup of a payment method", "canceled created requires_action setup_failed succeeded"),
        ("source", "source", "canceled chargeable failed mandate_notification refund_attributes_required"),
        ("source.transaction", "transaction of a source", "created updated"),
        (
            "subscription_schedule", "schedule of a subscription",
            "aborted canceled completed created expiring released updated"
        ),
        ("tax.settings", "configuration of taxes", "updated"),
        ("tax_rate", "tax rate", "created updated"),
        ("terminal.reader", "action of a card reader", "action_failed action_succeeded action_updated"),
        ("test_helpers.test_clock", "test clock", "advancing created deleted internal_failure ready"),
        ("topup", "top-up", "canceled created failed reversed succeeded"),
        ("transfer", "transfer", "created reversed updated"),
        ("treasury.credit_reversal", "credit reversal", "created posted"),
        ("treasury.debit_reversal", "debit reversal", "completed created initial_credit_granted"),
        ("treasury.financial_account", "financial account", "closed created features_status_updated"),
        ("treasury.inbound_transfer", "inbound transfer", "canceled created failed succeeded"),
        (
            "treasury.outbound_payment", "outbound payment",
            "canceled created expected_arrival_date_updated failed posted returned tracking_details_updated"
        ),
        (
            "treasury.outbound_transfer", "outbound transfer",
            "canceled created expected_arrival_date_updated failed posted returned tracking_details_updated"
        ),
        ("treasury.received_credit", "received credit", "created failed succeeded"),
        ("treasury.received_debit", "received debit", "created"),
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
            kind.changes.split(separator: " ").map { change in
                ("\(kind.base).\(change)", record(name: kind.name, String(change)))
            }
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

    private static func record(name: StaticString, _ change: String) -> EventTable.Formatter {
        let severity: Severity? = change.hasSuffix("failed") || change == "internal_failure" ? .error : nil
        let predicate: ChatText =
            switch change {
            case "setup_failed", "action_failed", "failed", "internal_failure": "failed"
            case "succeeded", "action_succeeded", "verified": "succeeded"
            case "expiring": "is about to expire"
            case "will_be_due": "will be due soon"
            case "processing", "advancing": "is in progress"
            case "ready", "chargeable": "is \(UntrustedText(change))"
            case "requires_action", "requires_input", "refund_attributes_required", "payment_attempt_required":
                "waits for somebody to act"
            case "request": "is asked for"
            case "mandate_notification": "needs a notice about its mandate"
            case "product_substituted": "has another product"
            case "initial_credit_granted": "has its first credit"
            case "reconciliation_completed": "can be reconciled"
            case "pending_update_applied": "was changed as planned"
            case "pending_update_expired": "was not changed as planned"
            case "funds_reinstated": "has its funds back"
            case "funds_rescinded": "has lost its funds"
            case "action_updated": "was updated"
            case "automatically_updated": "was updated by the network"
            case let change where change.hasPrefix("refreshed_"):
                "was refreshed: \(UntrustedText(change).dropping(prefix: "refreshed_"))"
            case let change where change.hasSuffix("_updated"):
                "was updated: \(UntrustedText(change).dropping(suffix: "_updated").replacing("_", with: " "))"
            default: "was \(UntrustedText(change).replacing("_", with: " "))"
            }
        return record("\(article(of: name)) \(name) \(predicate)", severity)
    }

    private static func article(of name: StaticString) -> ChatText {
        let first = name.description.first ?? "-"
        return "aeiou".contains(first) ? "an" : "a"
    }

    private static func record(_ words: ChatText, _ severity: Severity? = nil) -> EventTable.Formatter {
        { event in notification(event, words, page: "", PayloadView(nil)).marked(severity) }
    }
}
