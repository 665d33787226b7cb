import HarkEvents

// Projects, and what issues have to do with each other.

extension GitHub {
    /// `projects_v2`: a project was created, closed or deleted.
    static func project(_ payload: PayloadView) -> EventNotification? {
        let project: ChatText = "project \(payload.projects_v2.title)"
        let actions: [UntrustedText: ChatText] = [
            "created": "created \(project)\(payload.projects_v2.short_description, after: ": ")",
            "closed": "closed \(project)", "reopened": "reopened \(project)", "deleted": "deleted \(project)",
            "edited": "changed \(project)",
        ]
        return sentence(payload, to: project, actions)
    }

    /// `projects_v2_item`: an issue, a pull request or a draft was put into a project, moved or changed there. The
    /// payload has neither its title nor that of the project.
    static func projectItem(_ payload: PayloadView) -> EventNotification? {
        let kind: ChatText =
            switch payload.projects_v2_item.content_type.asText {
            case "Issue": "an issue"
            case "PullRequest": "a pull request"
            case "DraftIssue": "a draft"
            default: "an item"
            }
        let field: ChatText = "\(payload.changes.field_value.field_name, after: " (", before: ")")"
        let actions: [UntrustedText: ChatText] = [
            "created": "put \(kind) into a project", "deleted": "took \(kind) out of a project",
            "archived": "archived \(kind) of a project", "restored": "took \(kind) of a project out of the archive",
            "converted": "made an issue from a draft of a project", "reordered": "moved \(kind) in a project",
            "edited": "changed \(kind) in a project\(field)",
        ]
        return sentence(payload, to: "\(kind) of a project", actions)
    }

    /// `projects_v2_status_update`: someone reported how a project does. The payload does not name the project.
    static func projectStatus(_ payload: PayloadView) -> EventNotification? {
        let update = payload.projects_v2_status_update
        let status = update.status.spelledOut?.lowercased
        let words: ChatText =
            "the status of a project\(status, after: " (", before: ")")\(update.body.commentExcerpt, after: ": ")"
        let severity: Severity? =
            switch update.status.asText {
            case "OFF_TRACK": .error
            case "AT_RISK": .warning
            case "COMPLETE": .success
            default: nil
            }
        return sentence(
            payload, to: words,
            ["created": "posted \(words)", "edited": "changed \(words)", "deleted": "deleted \(words)"]
        )?
        .marked(severity)
    }

    /// `sub_issues`: an issue became a part of another one. GitHub sends it for both.
    static func subIssue(_ payload: PayloadView) -> EventNotification? {
        let child: ChatText = "issue #\(payload.sub_issue.number)"
        let parent: ChatText = "issue #\(payload.parent_issue.number)"
        let actions: [UntrustedText: ChatText] = [
            "sub_issue_added": "added \(child) to \(parent)", "sub_issue_removed": "removed \(child) from \(parent)",
            "parent_issue_added": "made \(child) a part of \(parent)",
            "parent_issue_removed": "took \(child) out of \(parent)",
        ]
        let page = payload.hides(payload.sub_issue_repo) ? payload.parent_issue : payload.sub_issue
        return sentence(payload, to: "\(child), a part of \(parent)", actions, link: page.html_url)
    }

    /// `issue_dependencies`: an issue has to wait for another one. GitHub sends it for both.
    static func dependency(_ payload: PayloadView) -> EventNotification? {
        let (blocked, blocking) = (payload.blocked_issue, payload.blocking_issue)
        let pair: ChatText = "issue #\(blocked.number) waits for issue #\(blocking.number)"
        let actions: [UntrustedText: ChatText] = [
            "blocked_by_added": "noted that \(pair)", "blocking_added": "noted that \(pair)",
            "blocked_by_removed": "no longer notes that \(pair)", "blocking_removed": "no longer notes that \(pair)",
        ]
        let page = payload.hides(payload.blocked_issue_repo) ? blocking : blocked
        return sentence(payload, to: "the note that \(pair)", actions, link: page.html_url)
    }

    /// `merge_group`: the merge queue tries several pull requests together.
    static func mergeGroup(_ payload: PayloadView) -> EventNotification? {
        let group = payload.merge_group
        let name: ChatText =
            "the merge queue's group\(group.head_sha.shortHash, after: " ")\(GitRef(group.base_ref).name, after: " for ")"
        let predicate: ChatText? =
            switch payload.action.asText {
            case "checks_requested": "waits for its checks"
            case "destroyed": "has ended\(payload.reason.spelledOut, after: " (", before: ")")"
            case nil: "is \(payload.action)"
            default: nil
            }
        return predicate.map {
            EventNotification(of: payload, "\(name) \($0)", link: payload.repository.html_url.asText)
        }
    }

    /// `custom_property`: a property that repositories can have was created, changed or deleted.
    static func property(_ payload: PayloadView) -> EventNotification? {
        let property: ChatText = "custom property \(payload.definition.property_name)"
        return sentence(
            payload, to: property,
            [
                "created": "created \(property)", "updated": "changed \(property)", "deleted": "deleted \(property)",
                "promote_to_enterprise": "gave \(property) to the enterprise",
            ])
    }

    /// `custom_property_values`: a repository has other values of such properties.
    static func propertyValues(_ payload: PayloadView) -> EventNotification? {
        let names = payload.new_property_values.asList.compactMap(\.property_name.asText)
        let words: ChatText = "changed the repository's properties\(names.isEmpty ? "" : ": \(list: names)")"
        return sentence(payload, to: "the repository's properties", ["updated": words])
    }
}
