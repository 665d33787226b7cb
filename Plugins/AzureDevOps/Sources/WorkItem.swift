import HarkEvents

/// A work item: its fields are those of the resource, or of the revision in an update.
struct WorkItem {
    let resource: PayloadView
    let fields: PayloadView

    init(_ resource: PayloadView) {
        self.resource = resource
        fields = resource.revision.fields.exists ? resource.revision.fields : resource.fields
    }

    var id: PayloadView { resource.workItemId.or(resource.id) }

    /// `Bug 5`.
    var name: ChatText { "\(fields["System.WorkItemType"], or: "work item") \(id)" }

    var title: PayloadView { fields["System.Title"] }

    func notification(_ words: ChatText, isAlsoInRoom: Bool = false) -> EventNotification {
        EventNotification(
            about: fields["System.TeamProject"].asText, words, link: EventNotification.link(resource._links.html.href)
        )
        .inThread(of: id.asText.map { "azuredevops work item \($0)" }, isAlsoInRoom: isAlsoInRoom)
    }
}
