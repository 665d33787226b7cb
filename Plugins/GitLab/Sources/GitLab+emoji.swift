import HarkEvents

extension GitLab {
    /// `Emoji Hook`: someone reacted with an emoji, or took it back.
    static func emoji(_ payload: PayloadView) -> EventNotification? {
        let emoji = payload.object_attributes
        let subject: ChatText
        switch emoji.awardable_type.asText {
        case "Issue", "WorkItem": subject = "issue #\(payload.issue.iid)"
        case "MergeRequest": subject = "merge request !\(payload.merge_request.iid)"
        case "Note": subject = "a comment\(place(payload))"
        case "Snippet", "ProjectSnippet": subject = "snippet\(payload.project_snippet.title, after: " ")"
        default: subject = "\(emoji.awardable_type)"
        }
        let words: ChatText
        switch emoji.action.asText {
        case "award": words = "reacted with “\(emoji.name)” to \(subject)"
        case "revoke": words = "took back “\(emoji.name)” from \(subject)"
        case nil: words = "\(emoji.action) “\(emoji.name)” to \(subject)"
        default: return nil
        }
        return EventNotification(of: payload, "\(payload.person) \(words)", link: emoji.awarded_on_url.asText)
    }

    private static func place(_ payload: PayloadView) -> ChatText {
        payload.merge_request.exists
            ? " on merge request !\(payload.merge_request.iid)" : "\(payload.issue.iid, after: " on issue #")"
    }
}
