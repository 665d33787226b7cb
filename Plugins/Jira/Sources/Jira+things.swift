import HarkEvents

// What belongs to an issue, and what administrators do. These payloads do not say who did it.

extension Jira {
    static let things: [String: EventTable.Formatter] = [
        "attachment_created": attachment("attached"),
        "attachment_deleted": attachment(nil),
        "issuelink_created": link("was made"),
        "issuelink_deleted": link("was removed"),
        "project_created": project("was created"),
        "project_updated": project("was changed"),
        "project_deleted": project("was deleted"),
        "project_soft_deleted": project("was moved to the trash"),
        "project_restored_deleted": project("was taken out of the trash"),
        "project_archived": project("was archived"),
        "project_restored_archived": project("was taken out of the archive"),
        "board_created": board("was created"),
        "board_updated": board("was changed"),
        "board_deleted": board("was deleted"),
        "board_configuration_changed": board("has another configuration"),
        "user_created": user("was created"),
        "user_updated": user("was changed"),
        "user_deleted": user("was deleted"),
        "option_attachments_changed": option("attachments"),
        "option_issuelinks_changed": option("links between issues"),
        "option_subtasks_changed": option("subtasks"),
        "option_timetracking_changed": option("time tracking"),
        "option_timetracking_provider_changed": option("the provider of time tracking"),
        "option_unassigned_issues_changed": option("unassigned issues"),
        "option_voting_changed": option("voting"),
        "option_watching_changed": option("watching"),
    ]

    /// A file of an issue, which the payload does not name.
    private static func attachment(_ verb: ChatText?) -> EventTable.Formatter {
        { payload in
            let attachment = payload.attachment
            let size: ChatText = attachment.size.asInt.map { " (\(bytes($0)))" } ?? ""
            let name: ChatText = "“\(attachment.filename)”\(size)"
            guard let verb else { return EventNotification("the attachment \(name) was deleted") }
            return EventNotification("\(named(attachment.author)) \(verb) \(name)")
        }
    }

    /// A size as people read it: `12 kB`.
    private static func bytes(_ count: Int) -> ChatText {
        switch count {
        case ..<1000: "\(count) B"
        case ..<1_000_000: "\(count / 1000) kB"
        default: "\(count / 1_000_000) MB"
        }
    }

    private static func link(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let link = payload.issueLink
            let name: ChatText = "\(link.issueLinkType.name, after: " “", before: "”")"
            return EventNotification(
                "a link\(name) from the issue with id \(link.sourceIssueId) to that with id \(link.destinationIssueId) \(predicate)"
            )
        }
    }

    private static func project(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let project = payload.project
            let lead: ChatText = "\(person(project.projectLead), after: "; its lead is ")"
            let name: ChatText = "project \(project.name)\(project.key, after: " (", before: ")")"
            return EventNotification("\(name) \(predicate)\(lead)")
        }
    }

    private static func board(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in
            let board = payload.board.exists ? payload.board : payload.configuration
            return EventNotification("board \(board.name.or(board.id)) \(predicate)")
        }
    }

    /// An account, by the name that Jira shows; never its address.
    private static func user(_ predicate: ChatText) -> EventTable.Formatter {
        { payload in EventNotification("the account of \(named(payload.user)) \(predicate)") }
    }

    private static func option(_ subject: ChatText) -> EventTable.Formatter {
        { payload in
            let value = payload.property.value.asText
            let state: ChatText =
                switch value {
                case "true": "was turned on"
                case "false": "was turned off"
                default: "has another setting\(value, after: ": ")"
                }
            return EventNotification("Jira's option for \(subject) \(state)")
        }
    }
}
