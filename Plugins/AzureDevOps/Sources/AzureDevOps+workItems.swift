import HarkEvents

// Boards: bugs, tasks and stories.

extension AzureDevOps {
    /// The fields whose changes are announced, with the names that people use.
    private static let watched: [(field: String, name: StaticString)] = [
        ("System.State", "state"), ("System.AssignedTo", "assignee"), ("Microsoft.VSTS.Common.Priority", "priority"),
        ("Microsoft.VSTS.Common.Severity", "severity"), ("System.IterationPath", "iteration"),
        ("System.TeamProject", "project"), ("System.WorkItemType", "type"), ("System.Title", "title"),
    ]

    /// A formatter for what was done to a work item as a whole.
    static func workItem(_ verb: ChatText) -> EventTable.Formatter {
        { payload in
            let item = WorkItem(payload.resource)
            let person = item.fields["System.ChangedBy"].somebody
            let assignee: ChatText = "\(item.fields["System.AssignedTo"].person, after: "for ")"
            let details = ChatText(["\(item.fields["System.State"], after: "")", assignee])
            let end: ChatText = details.isEmpty ? "" : " (\(details))"
            return item.notification("\(person) \(verb) \(item.name): \(item.title)\(end)", isAlsoInRoom: true)
        }
    }

    static func workItemUpdated(_ payload: PayloadView) -> EventNotification? {
        let item = WorkItem(payload.resource)
        let changed = payload.resource.fields
        let changes = watched.compactMap { field, name -> ChatText? in
            guard changed[field].exists else { return nil }
            let new = changed[field].newValue
            return new.person.map { "\(name) → \($0)" } ?? "no \(name)"
        }
        guard !changes.isEmpty else { return nil }
        let person = payload.resource.revisedBy.exists ? payload.resource.revisedBy : item.fields["System.ChangedBy"]
        let state = changed["System.State"].newValue.asText
        let isDone = ["Done", "Closed", "Resolved", "Completed"].contains(state)
        return item.notification(
            "\(person.somebody) updated \(item.name) (\(ChatText(changes))): \(item.title)", isAlsoInRoom: isDone
        )
        .marked(isDone ? .success : nil)
    }

    static func workItemCommented(_ payload: PayloadView) -> EventNotification? {
        let item = WorkItem(payload.resource)
        let person = item.fields["System.ChangedBy"].somebody
        let text = item.fields["System.History"].commentExcerpt
        return item.notification("\(person) commented on \(item.name) (\(item.title))\(text, after: ": ")")
    }
}
