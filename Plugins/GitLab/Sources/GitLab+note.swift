import HarkEvents

extension GitLab {
    /// `Note Hook`: someone commented on something. Versions before 16.11 send no action, and only new comments.
    /// GitLab's own system notes are announced through other events.
    static func note(_ payload: PayloadView) -> EventNotification? {
        let note = payload.object_attributes
        guard ["create", "update"].contains(note.action.asText ?? "create"), !note.system.isTrue else { return nil }
        let verb: ChatText = note.action.asText == "update" ? "edited a comment on" : "commented on"
        let words: ChatText =
            "\(payload.person) \(verb) \(subject(of: payload))\(note.note.commentExcerpt(in: .gitLab), after: ": ")"
        return EventNotification(of: payload, words, link: note.url.asText)
    }

    /// The subject of the comment, from the name of GitLab's class (gitlab.com/gitlab-org/gitlab, app/models/note.rb).
    private static func subject(of payload: PayloadView) -> ChatText {
        let note = payload.object_attributes
        return switch note.noteable_type.asText {
        case "Commit": "commit\(payload.commit.id.or(note.commit_id).shortHash, after: " ")"
        case "DesignManagement::Design": "a design"
        case "Epic": "epic\(payload.epic.iid, after: " &")"
        case "Issue": "issue #\(payload.issue.iid)"
        case "MergeRequest": "merge request !\(payload.merge_request.iid)"
        case "Snippet": "snippet\(payload.snippet.title, after: " ")"
        case "WikiPage::Meta": "wiki page\(payload.wiki_page.title, after: " ")"
        case "WorkItem": "work item\(payload.work_item.iid.or(payload.issue.iid), after: " #")"
        default: "\(note.noteable_type)"
        }
    }
}
