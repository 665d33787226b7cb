import HarkEvents

/// A kind of object that is announced by its kind alone, and what becomes of such objects.
struct RecordKind {
    /// What the types of its events begin with: `treasury.received_credit`.
    let base: String
    /// What the types end with.
    let changes: [String]
    /// The name that people give it.
    private let name: String

    /// A kind.
    /// - Parameters:
    ///   - name: the name that people give it; by default the last part of `base` in words.
    ///   - changes: what the types of its events end with, with spaces between.
    init(_ base: StaticString, as name: StaticString? = nil, _ changes: StaticString) {
        self.base = base.description
        self.changes = changes.description.split(separator: " ").map(String.init)
        let lastPart = self.base.split(separator: ".").last.map(String.init) ?? self.base
        self.name = name?.description ?? lastPart.split(separator: "_").joined(separator: " ")
    }

    /// `a credit note was created`.
    func words(about change: String) -> ChatText {
        let article: ChatText = name.first.map { "aeiou".contains($0) } == true ? "an" : "a"
        return "\(article) \(UntrustedText(name)) \(Self.predicate(change))"
    }

    /// How bad a change is; nil for most.
    static func severity(of change: String) -> Severity? {
        change.hasSuffix("failed") || change == "internal_failure" ? .error : nil
    }

    private static func predicate(_ change: String) -> ChatText {
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
    }
}
