import HarkEvents

// What happens in groups and on the whole instance (docs.gitlab.com/administration/system_hooks). Addresses are never
// said. The payloads do not say who did it.

extension GitLab {
    /// `System Hook`: pushes and merge requests are announced as those of a project are.
    static func system(_ payload: PayloadView) -> EventNotification? {
        switch payload.event_name.asText {
        case "push": return push(payload)
        case "tag_push": return tagPush(payload)
        case nil:
            if payload.object_kind.asText == "merge_request" { return mergeRequest(payload) }
            return EventNotification("GitLab's system hook sent \(payload.event_name)")
        case let name?:
            return systemEvents.first { UntrustedText($0.key) == name }?.value(payload)
        }
    }

    /// The formatters for events of the whole instance, by their names.
    static let systemEvents: [String: EventTable.Formatter] = [
        "project_create": project("was created"),
        "project_destroy": project("was deleted"),
        "project_rename": project("was renamed", from: "old_path_with_namespace"),
        "project_transfer": project("was moved", from: "old_path_with_namespace"),
        "project_update": project("was changed"),
        "repository_update": { payload in
            let count = payload.changes.asList.count
            let amount: ChatText = count > 0 ? ": \(count, "reference")" : ""
            return EventNotification(
                of: payload, "the repository was changed\(amount)", link: payload.project.web_url.asText)
        },
        "group_create": group("was created"),
        "group_destroy": group("was deleted"),
        "group_rename": group("was renamed", from: "old_full_path"),
        "user_create": user("was created"),
        "user_destroy": user("was deleted"),
        "user_rename": user("was renamed", from: "old_username"),
        "user_failed_login": { payload in
            let isBlocked = payload.state.asText?.hasPrefix("blocked") ?? false
            let state: ChatText = isBlocked ? ": the account is blocked" : ""
            return EventNotification("a login as \(account(payload)) failed\(state)").marked(.warning)
        },
        "key_create": user("has a new SSH key"),
        "key_destroy": user("has one SSH key fewer"),
        "user_add_to_team": member("is a member now", "project_access"),
        "user_update_for_team": member("has other access now", "project_access"),
        "user_remove_from_team": member("is no member any more"),
        "user_access_request_to_project": member("asks to be a member"),
        "user_access_request_revoked_for_project": member("no longer asks to be a member"),
        "user_add_to_group": groupMember, "user_update_for_group": groupMember,
        "user_remove_from_group": groupMember, "user_access_request_to_group": groupMember,
        "user_access_request_revoked_for_group": groupMember, "user_access_request_denied_for_group": groupMember,
        "gitlab_subscription_member_approval": { _ in EventNotification("a member waits to be approved") },
        "gitlab_subscription_member_approvals": { _ in EventNotification("members wait to be approved") },
    ]

    private static let groupMember: EventTable.Formatter = { member($0) }

    /// `Project Hook` and `Subgroup Hook`: a project or a subgroup of a group was created or deleted.
    static func part(_ payload: PayloadView) -> EventNotification? {
        let verb: ChatText
        switch payload.event_name.asText {
        case "project_create", "subgroup_create": verb = "was created"
        case "project_destroy", "subgroup_destroy": verb = "was deleted"
        case nil: verb = "is \(payload.event_name)"
        default: return nil
        }
        let isProject = payload.path_with_namespace.exists
        let name = payload.path_with_namespace.or(payload.full_path).or(payload.name)
        return EventNotification("\(isProject ? "project" : "subgroup") \(name) \(verb)")
    }

    private static func project(_ predicate: ChatText, from old: String? = nil) -> EventTable.Formatter {
        { payload in
            let former: ChatText = old.map { "\(payload[$0], after: " from ")" } ?? ""
            let owner: ChatText = "\(payload.owner_name.asPersonName, after: " (owner: ", before: ")")"
            return EventNotification(
                "project \(payload.path_with_namespace.or(payload.name)) \(predicate)\(former)\(owner)")
        }
    }

    private static func group(_ predicate: ChatText, from old: String? = nil) -> EventTable.Formatter {
        { payload in
            let former: ChatText = old.map { "\(payload[$0], after: " from ")" } ?? ""
            return EventNotification(
                "group \(payload.full_path.or(payload.path).or(payload.name)) \(predicate)\(former)")
        }
    }

    private static func user(_ predicate: ChatText, from old: String? = nil) -> EventTable.Formatter {
        { payload in
            let former: ChatText = old.map { "\(payload[$0], after: " from ")" } ?? ""
            return EventNotification("user \(account(payload)) \(predicate)\(former)")
        }
    }

    private static func member(_ predicate: ChatText, _ access: String? = nil) -> EventTable.Formatter {
        { payload in
            let role: ChatText = access.map { "\(payload[$0], after: " (", before: ")")" } ?? ""
            return EventNotification(
                about: payload.project_path_with_namespace.or(payload.project_name).asText,
                "\(account(payload)) \(predicate)\(role)")
        }
    }

    /// A person by the name of the account, never by the address.
    private static func account(_ payload: PayloadView) -> ChatText {
        let name = payload.username.or(payload.user_username).or(payload.user_name).or(payload.name)
        return "\(name.asPersonName, or: "somebody")"
    }
}
