import HarkEvents

extension GitLab {
    /// `Issue Hook`: someone did something with an issue, or with a work item of another kind.
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.object_attributes
        let title: ChatText = "\(issue.title, after: ": ")"
        // GitLab's own test button sends no action.
        guard let action = issue.action.asText else {
            return EventNotification(
                of: payload, "\(subject(issue)) is \(state(of: issue))\(title)", link: issue.url.asText)
        }
        return describeAction(action, subject(issue), payload).map {
            EventNotification(of: payload, "\(payload.person) \($0)\(title)", link: issue.url.asText)
        }
    }

    /// The state of an issue or a merge request.
    static func state(of subject: PayloadView) -> ChatText {
        subject.state.asText == "opened" ? "open" : "\(subject.state)"
    }

    private static func describeAction(_ action: UntrustedText, _ subject: ChatText, _ payload: PayloadView)
        -> ChatText?
    {
        switch action {
        case "open": "opened \(subject)"
        case "close": "closed \(subject)\(reason(payload.object_attributes))"
        case "reopen": "reopened \(subject)"
        case "update": assignment(of: subject, payload) ?? update(of: subject, payload.changes)
        default: nil
        }
    }

    /// Why an issue was closed, if it lives on as another one. The payload has no more than the other's identifier.
    private static func reason(_ issue: PayloadView) -> ChatText {
        issue.moved_to_id.exists ? " as moved" : issue.duplicated_to_id.exists ? " as a duplicate" : ""
    }

    /// The fields that were changed, without those that change by themselves; nil if there are no others.
    private static func update(of subject: ChatText, _ changes: PayloadView) -> ChatText? {
        let silent = ["updated_at", "updated_by_id", "last_edited_at", "last_edited_by_id", "relative_position"]
        let names = changes.asMembers.map(\.name).filter { !silent.contains($0) }
            .map { UntrustedText($0).dropping(suffix: "_id").replacing("_", with: " ") }
        return names.isEmpty ? nil : "changed \(list: names) of \(subject)"
    }

    /// What to call it: `issue #7`, `incident #7`.
    private static func subject(_ issue: PayloadView) -> ChatText {
        "\(issue.type.asText?.lowercased ?? "issue") #\(issue.iid)"
    }
}
