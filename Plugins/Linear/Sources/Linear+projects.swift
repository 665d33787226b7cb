import HarkEvents

// Projects, initiatives, and what is written about them.

extension Linear {
    static func project(_ payload: PayloadView) -> EventNotification? { plan(payload, "project", "linear project") }

    static func initiative(_ payload: PayloadView) -> EventNotification? {
        plan(payload, "initiative", "linear initiative")
    }

    private static func plan(_ payload: PayloadView, _ kind: ChatText, _ thread: UntrustedText) -> EventNotification? {
        let change = Change(payload)
        let plan = payload.data
        // An initiative's status is a text, a project's an object; older payloads have `state`.
        let status = plan.status.name.or(plan.status).or(plan.state)
        let words = change.words(
            "\(kind) \(plan.name)",
            [
                .init("statusId", "status", "state", as: "status", status),
                .init("leadId", as: "lead", plan.lead.name.asPersonName),
                .init("ownerId", as: "owner", plan.owner.name.asPersonName),
                .init("targetDate", as: "target date", plan.targetDate),
                .init("startDate", as: "start date", plan.startDate),
                .init("name", as: "name", plan.name),
            ])
        guard let words else { return nil }
        let isDone = change.isUpdate && status.asText?.lowercased == "completed"
        return EventNotification(words, link: change.link).marked(isDone ? .success : nil)
            .inThread(of: plan.id.asText.map { "\(thread) \($0)" }, isAlsoInRoom: true)
    }

    static func projectUpdate(_ payload: PayloadView) -> EventNotification? {
        update(payload, of: payload.data.project, "project", "linear project")
    }

    static func initiativeUpdate(_ payload: PayloadView) -> EventNotification? {
        update(payload, of: payload.data.initiative, "initiative", "linear initiative")
    }

    /// A status report, with the health that its author gives: `onTrack`, `atRisk` or `offTrack`.
    private static func update(
        _ payload: PayloadView, of plan: PayloadView, _ kind: ChatText, _ thread: UntrustedText
    ) -> EventNotification? {
        let change = Change(payload)
        let verb: ChatText
        switch payload.action.asText {
        case "create": verb = "posted"
        case "update": verb = "changed"
        case "remove": verb = "removed"
        case nil: verb = "\(payload.action)"
        default: return nil
        }
        let (health, severity): (ChatText, Severity?) =
            switch payload.data.health.asText {
            case "onTrack": (" (on track)", .success)
            case "atRisk": (" (at risk)", .warning)
            case "offTrack": (" (off track)", .error)
            case let other: ("\(other, after: " (", before: ")")", nil)
            }
        let text = payload.action.asText == "remove" ? nil : payload.data.body.commentExcerpt(in: .linear)
        let words: ChatText = "\(change.actor) \(verb) an update of \(kind) \(plan.name)\(health)\(text, after: ": ")"
        return EventNotification(words, link: change.link).marked(severity)
            .inThread(of: plan.id.asText.map { "\(thread) \($0)" }, isAlsoInRoom: true)
    }

    static func document(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let fields = [Change.Field("title", as: "title", payload.data.title), .init("content", as: "text")]
        let words = change.words("the document “\(payload.data.title)”", fields, created: "wrote")
        return words.map { EventNotification($0, link: change.link) }
    }

    /// A cycle changes with each of its issues; only its end is announced.
    static func cycle(_ payload: PayloadView) -> EventNotification? {
        let change = Change(payload)
        let cycle = payload.data
        let name: ChatText = "cycle \(cycle.number)\(cycle.name, after: " (", before: ")")"
        let hasEnded = change.isUpdate && change.changed("completedAt") && cycle.completedAt.exists
        guard let words = hasEnded ? "\(name) has ended" : change.words(name, []) else { return nil }
        return EventNotification(about: cycle.team.name.asText, words, link: change.link)
    }
}
