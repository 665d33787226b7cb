import HarkEvents

// Customers, users and applications. Addresses, domains and what customers wrote are not announced.

extension Linear {
    static func customer(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let customer = payload.data
        let fields = [
            Change.Field("name", as: "name", customer.name),
            .init("statusId", as: "status", customer.status.displayName),
            .init("tierId", as: "tier", customer.tier.displayName),
        ]
        let words = change.words("customer \(customer.name)", fields, created: "added")
        return words.map { EventNotification($0, link: change.link) }
    }

    /// A customer asked for something.
    static func customerRequest(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let need = payload.data
        let place: ChatText =
            need.issue.exists
            ? " on \(need.issue.identifier)\(need.issue.title, after: " (", before: ")")"
            : "\(need.project.name, after: " on project ")"
        let name: ChatText = "a request of customer \(need.customer.name, or: "somebody")\(place)"
        let fields = [Change.Field("priority", as: "importance")]
        guard let words = change.words(name, fields, created: "added") else { return nil }
        return EventNotification(words, link: EventNotification.link(payload.url, need.issue.url))
            .inThread(of: need.issue.id.asText.map { "linear \($0)" })
    }

    /// A member of the workspace.
    static func user(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let user = payload.data
        let name: ChatText = "\(user.displayName.or(user.name).asPersonName, or: "somebody")"
        let words: ChatText
        switch payload.action.asText {
        case "create": words = "\(name) is a member of the workspace now"
        case "remove": words = "\(name) is no longer a member of the workspace"
        case "update":
            if change.changed("active") {
                words = user.active.isTrue ? "\(name) is active again" : "\(name) was suspended"
            } else if change.changed("admin") {
                words = user.admin.isTrue ? "\(name) is an admin now" : "\(name) is no longer an admin"
            } else {
                return nil
            }
        default: return nil
        }
        return EventNotification(words)
    }

    /// The workspace withdrew its consent to the application that owns the webhook.
    static func application(_ payload: PayloadView) -> EventNotification? {
        guard [nil, "revoked"].contains(payload.action.asText) else { return nil }
        return EventNotification("the workspace revoked the application that this webhook belongs to")
            .marked(.warning)
    }
}
