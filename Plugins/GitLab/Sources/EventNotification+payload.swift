import HarkEvents

extension EventNotification {
    /// A line that begins with the payload's project, or else its group. An issue or a merge request has its own
    /// thread; closing, merging or reopening it is shown in the room too.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        let project = payload.projectName
        let notification = EventNotification(about: project ?? payload.group.full_path.asText, words, link: link)
        guard let project, let reference = payload.reference else {
            self = notification
            return
        }
        self = notification.inThread(
            of: "\(project)\(reference)",
            isAlsoInRoom: ["close", "merge", "reopen"].contains(payload.object_attributes.action.asText))
    }
}

extension PayloadView {
    /// The payload's subject, as GitLab refers to it: `!8` for a merge request, `#7` for an issue.
    fileprivate var reference: UntrustedText? {
        let attributes = self.object_attributes
        switch self.object_kind.asText {
        case "merge_request": return attributes.iid.asText.map { "!\($0)" }
        case "issue", "work_item": return attributes.iid.asText.map { "#\($0)" }
        case "note":
            return self.merge_request.iid.asText.map { "!\($0)" } ?? self.issue.iid.asText.map { "#\($0)" }
        default: return nil
        }
    }

    /// The project's name with its group.
    var projectName: UntrustedText? { self.project.path_with_namespace.or(self.project_name).asText }

    /// The name of the person who did it, as on GitLab's own pages.
    var actor: PayloadView { self.user.name.or(self.user.username).or(self.user_name).asPersonName }

    /// The same in a sentence, which needs somebody who did it.
    var person: ChatText { "\(actor, or: "somebody")" }

    /// A page of the payload's project, such as `/-/pipelines/31`.
    func page(_ path: String) -> UntrustedText? { self.project.web_url.asText.map { "\($0)\(path)" } }

    /// Whether it is about something confidential, such as an issue, a work item or an epic, or an internal note, or
    /// about a comment or a reaction to such a thing.
    var isConfidential: Bool {
        let things = [
            self.object_attributes, self.issue, self.work_item, self.epic, self.note,
        ]
        return self.event_type.asText?.hasPrefix("confidential_") == true
            || things.contains { $0.confidential.isTrue || $0["internal"].isTrue }
    }
}
