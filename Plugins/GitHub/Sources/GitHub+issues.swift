import HarkEvents

extension GitHub {
    /// `issues`: someone did something with an issue.
    static func issue(_ payload: PayloadView) -> EventNotification? {
        let issue = payload.issue
        let subject: ChatText = "issue #\(issue.number)"
        let reason: ChatText =
            switch issue.state_reason.asText {
            case "not_planned": " as not planned"
            case "duplicate": " as a duplicate"
            default: ""
            }
        let (old, new) = (payload.changes.old_repository, payload.changes.new_repository)
        let origin = payload.hides(old) ? nil : old.fullName
        let destination = payload.hides(new) ? nil : new.fullName
        let actions: [UntrustedText: ChatText] = [
            // GitHub opens an issue that was transferred in its new repository.
            "opened": old.exists ? "transferred \(subject) here\(origin, after: " from ")" : "opened \(subject)",
            "reopened": "reopened \(subject)",
            "closed": "closed \(subject)\(reason)",
            "deleted": "deleted \(subject)",
            "transferred": "transferred \(subject)\(destination, after: " to ")",
        ]
        let description = payload.describeAction(
            to: subject, actions.merging(marks(subject, payload)) { own, _ in own })
        return description.map { description in
            let words: ChatText = "\(account: payload.sender) \(description)\(issue.title, after: ": ")"
            return EventNotification(of: payload, words, link: issue.html_url.asText)
        }
    }

    /// What happens to issues and pull requests on their way: labels, assignees, milestones, locks and edits.
    static func marks(_ subject: ChatText, _ payload: PayloadView) -> [UntrustedText: ChatText] {
        let (label, milestone) = (payload.label.name, payload.milestone.title)
        return [
            "assigned": "assigned \(subject) to \(account: payload.assignee)",
            "unassigned": "unassigned \(account: payload.assignee) from \(subject)",
            "labeled": "labeled \(subject)\(label, after: " ")",
            "unlabeled": "removed the label\(label, after: " ") from \(subject)",
            "milestoned": "added \(subject) to milestone\(milestone, after: " ")",
            "demilestoned": "removed \(subject) from milestone\(milestone, after: " ")",
            "typed": "made \(subject) a \(payload["type"].name)",
            "untyped": "took the type\(payload["type"].name, after: " ") from \(subject)",
            "edited": edit(of: subject, payload), "locked": "locked \(subject)", "unlocked": "unlocked \(subject)",
            "pinned": "pinned \(subject)", "unpinned": "unpinned \(subject)",
        ]
    }

    /// What an edit changed: the branch that a pull request is to be merged into, the title, or something else.
    private static func edit(of subject: ChatText, _ payload: PayloadView) -> ChatText {
        let (base, title) = (payload.changes.base.ref.from, payload.changes.title.from)
        if base.exists {
            return "changed the base of \(subject) from \(base)\(payload.pull_request.base.ref, after: " to ")"
        }
        return title.exists ? "renamed \(subject)\(title, after: ", formerly “", before: "”")" : "edited \(subject)"
    }

    /// What happens to a comment: the words are said when it is new or changed.
    static func changes(of comment: PayloadView, on subject: ChatText) -> [UntrustedText: ChatText] {
        let words: ChatText = "\(comment.body.commentExcerpt, after: ": ")"
        return [
            "created": "commented on \(subject)\(words)", "edited": "edited a comment on \(subject)\(words)",
            "deleted": "deleted a comment on \(subject)", "pinned": "pinned a comment on \(subject)",
            "unpinned": "unpinned a comment on \(subject)",
        ]
    }

    /// `issue_comment`: someone commented on an issue or a pull request.
    static func issueComment(_ payload: PayloadView) -> EventNotification? {
        let (issue, comment) = (payload.issue, payload.comment)
        let subject: ChatText = "\(issue.pull_request.exists ? "pull request" : "issue") #\(issue.number)"
        return payload.describeAction(
            to: "a comment on \(subject)",
            changes(of: comment, on: subject)
        ).map { EventNotification(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.asText) }
    }

    /// `label`: a label that issues can have was created or deleted.
    static func label(_ payload: PayloadView) -> EventNotification? {
        let subject: ChatText = "label \(payload.label.name)"
        let actions: [UntrustedText: ChatText] = [
            "created": "created \(subject)\(payload.label.description, after: ": ")",
            "deleted": "deleted \(subject)",
            "edited": "changed \(subject)\(payload.changes.name.from, after: ", formerly ")",
        ]
        return payload.describeAction(to: subject, actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: payload.repository.html_url.asText)
        }
    }

    /// `milestone`: a milestone was created, closed, reopened or deleted.
    static func milestone(_ payload: PayloadView) -> EventNotification? {
        let milestone = payload.milestone
        let subject: ChatText = "milestone \(milestone.title)"
        let open = milestone.open_issues.asInt.flatMap { $0 > 0 ? $0 : nil }
        let left: ChatText = open.map { " with \($0, "issue") still open" } ?? ""
        let actions: [UntrustedText: ChatText] = [
            "created": "created \(subject)\(milestone.description.commentExcerpt, after: ": ")",
            "opened": "reopened \(subject)",
            "closed": "closed \(subject)\(left)",
            "deleted": "deleted \(subject)",
            "edited": "changed \(subject)",
        ]
        return payload.describeAction(to: subject, actions).map {
            EventNotification(of: payload, "\(account: payload.sender) \($0)", link: milestone.html_url.asText)
        }
    }
}
