import HarkEvents

extension Jira {
    /// Events about what only some may read: comments and worklogs for a group or a role, internal notes of Jira
    /// Service Management, and issues with a security level
    /// (support.atlassian.com/jira-cloud-administration/docs/configure-issue-security-schemes).
    static let restricted = EventTable.Restricted(
        [
            "restricted_issue_created": issueCreated,
            // A payload of a workflow or an automation rule names no event.
            "restricted_issue_updated": { $0.webhookEvent.exists ? issueUpdated($0) : transition($0) },
            "restricted_issue_deleted": issueDeleted,
            "restricted_comment_created": commentCreated,
            "restricted_comment_updated": commentUpdated,
            "restricted_comment_deleted": commentDeleted,
            "restricted_worklog_created": worklogCreated,
            "restricted_worklog_updated": worklogUpdated,
            "restricted_worklog_deleted": worklogDeleted,
        ],
        name: { restrictedName($0, $1) ?? commentName($0, $1) })

    private static func restrictedName(_ event: UntrustedText?, _ payload: PayloadView) -> UntrustedText? {
        let subject: String
        if payload.worklog.exists, event?.hasPrefix("worklog_") == true {
            subject = "worklog"
        } else if payload.comment.exists, !hasChanges(payload) {
            subject = "comment"
        } else if hasIssue(event) {
            subject = "issue"
        } else {
            return nil
        }
        let isRestricted =
            switch subject {
            case "worklog": payload.worklog.isRestricted
            case "comment": payload.comment.isRestricted
            default: false
            }
        guard isRestricted || payload.securityLevel.exists else { return nil }
        return "restricted_\(subject)_\(change(event, payload))"
    }

    /// The event of Jira Cloud for a comment that was changed or deleted, which Jira Server and Data Center send as an
    /// edit of its issue; nil for any other payload.
    private static func commentName(_ event: UntrustedText?, _ payload: PayloadView) -> UntrustedText? {
        guard event == "jira:issue_updated" else { return nil }
        switch payload.issue_event_type_name.asText {
        case "issue_comment_edited": return "comment_updated"
        case "issue_comment_deleted": return "comment_deleted"
        default: break
        }
        // The list of changes alone may say so.
        let changes = Change.all(in: payload.changelog)
        guard !payload.comment.exists, !changes.isEmpty, changes.allSatisfy(\.isOfComment) else { return nil }
        return changes.contains(where: \.isDeletion) ? "comment_deleted" : "comment_updated"
    }

    private static func hasIssue(_ event: UntrustedText?) -> Bool { event?.hasPrefix("jira:issue_") ?? true }

    /// Whether an edit of an issue, with which Jira Server sends comments too, changed something else as well.
    private static func hasChanges(_ payload: PayloadView) -> Bool {
        // The list of changes has an edited or deleted comment itself.
        let type = payload.issue_event_type_name.asText
        if type == "issue_comment_edited" || type == "issue_comment_deleted" { return false }
        return !Change.all(in: payload.changelog).isEmpty
    }

    /// `created`, `updated` or `deleted`. Jira Server and Data Center send comments as edits of an issue.
    private static func change(_ event: UntrustedText?, _ payload: PayloadView) -> UntrustedText {
        if payload.comment.exists, !hasChanges(payload), hasIssue(event) {
            switch payload.issue_event_type_name.asText {
            case "issue_comment_edited": return "updated"
            case "issue_comment_deleted": return "deleted"
            default: return "created"
            }
        }
        return ["created", "deleted"].first { event?.hasSuffix("_\($0.description)") == true } ?? "updated"
    }
}

extension PayloadView {
    /// The security level of the payload's issue.
    fileprivate var securityLevel: PayloadView {
        let level = self.issue.fields.security.exists ? self.issue.fields.security : self.fields.security
        return level.name.or(level.id).or(level)
    }

    /// Whether only some may read a comment or a worklog
    /// (developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issue-comments, "visibility", "jsdPublic").
    var isRestricted: Bool {
        let visibility = self.visibility
        let isVisibleToSome =
            !visibility.asMembers.isEmpty || visibility.asText.unless("public", "all") != nil
            || self.groupLevel.asText != nil || self.roleLevel.asText != nil
        return isVisibleToSome || self.jsdPublic.asText == "false" || self.public.asText == "false"
            || self["internal"].asText == "true" || hasInternalProperty
    }

    /// Whether a property marks a comment as an internal note, as Jira Service Management stores it
    /// (developer.atlassian.com/cloud/jira/service-desk, "sd.public.comment").
    private var hasInternalProperty: Bool {
        let key = "sd.public.comment"
        let values = [self.properties[key]] + self.properties.asList.filter { $0.key.asText == "\(key)" }.map(\.value)
        return values.contains { value in
            value["internal"].asText == "true" || value.value["internal"].asText == "true"
                || value.embedded["internal"].asText == "true"
        }
    }

    /// The JSON in a text.
    private var embedded: PayloadView {
        PayloadView(asText.flatMap { try? JSONValue(parsing: Array($0.verbatim.utf8.prefix(4096))) })
    }
}
