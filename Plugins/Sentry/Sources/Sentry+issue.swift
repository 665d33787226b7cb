import HarkEvents

extension Sentry {
    /// An issue event (docs.sentry.io/organization/integrations/integration-platform/webhooks/issues).
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.data.issue
        guard let description = describeAction(payload, issue) else { return nil }
        let link = issue.web_url.or(issue.permalink).or(payload.data.event.web_url).asText
        let title: ChatText = (title(of: issue) ?? title(of: payload.data.event)).map { "\($0)" } ?? "\(issue.title)"
        let isResolved = payload.action.asText == "resolved"
        return EventNotification(about: issue.project.slug.asText, "\(description): \(title)", link: link)
            .marked(isResolved ? .success : Severity(named: issue.level.asText))
            .inThread(of: issue.id.asText.map { "sentry \($0)" }, isAlsoInRoom: isResolved)
    }

    private static func describeAction(_ payload: PayloadView, _ issue: PayloadView) -> ChatText? {
        let name: ChatText = "\(issue.shortId)"
        let actor: ChatText = "\(payload.actor.name.asPersonName, or: "somebody")"
        switch payload.action.asText {
        case "created": return "new issue \(name)\(issue.level, after: " (", before: ")")"
        case "resolved": return "\(actor) resolved \(name)\(resolution(issue.statusDetails))"
        case "assigned": return "\(actor) assigned \(name) to \(describe(assignee: assignee(payload)))"
        case "archived", "ignored": return "\(actor) archived \(name)\(term(issue.substatus))"
        case "unresolved": return reopening(actor, name, issue.substatus)
        case nil: return "\(actor) \(payload.action) \(name)"
        default: return nil
        }
    }

    /// The release or commit that resolves the issue, if it was given.
    private static func resolution(_ details: PayloadView) -> ChatText {
        if details.inNextRelease.isTrue { return " in the next release" }
        if let commit = details.inCommit.commit.asText ?? details.inCommit.id.asText {
            return " in commit \(commit.prefix(7))"
        }
        return "\(details.inRelease, after: " in release ")"
    }

    /// The person or the team to which the issue is assigned.
    static func assignee(_ payload: PayloadView) -> PayloadView {
        let assignee = payload.data.issue.assignedTo
        return assignee.name.exists ? assignee : payload.data.assignee
    }

    private static func describe(assignee: PayloadView) -> ChatText {
        assignee["type"].asText == "team" ? "team \(assignee.name)" : "\(assignee.name.asPersonName, or: "somebody")"
    }

    /// How long the issue stays archived.
    private static func term(_ substatus: PayloadView) -> ChatText {
        switch substatus.asText {
        case "archived_until_escalating": " until it escalates"
        case "archived_until_condition_met": " until a condition is met"
        case "archived_forever": " forever"
        default: ""
        }
    }

    private static func reopening(_ actor: ChatText, _ name: ChatText, _ substatus: PayloadView) -> ChatText {
        switch substatus.asText {
        case "regressed": "\(name) is back"
        case "escalating": "\(name) escalates"
        default: "\(actor) reopened \(name)"
        }
    }
}
