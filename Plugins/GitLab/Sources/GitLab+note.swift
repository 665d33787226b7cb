import Hark

extension GitLab {
    /// `Note Hook`: somebody commented on something. Versions before 16.11 send no action, and only new comments.
    static func note(_ payload: Facts) -> Line? {
        let note = payload.object_attributes
        guard note.action.text ?? "create" == "create" else { return nil }
        let words: Words = "\(payload.actor) commented on \(subject(of: payload))\(note.note, after: ": ")"
        return Line(in: payload, words, link: note.url.text)
    }

    private static func subject(of payload: Facts) -> Words {
        let note = payload.object_attributes
        return switch note.noteable_type.text {
        case "Commit": "commit\(payload.commit.id.or(note.commit_id).shortHash, after: " ")"
        case "Issue": "issue #\(payload.issue.iid)"
        case "MergeRequest": "merge request !\(payload.merge_request.iid)"
        case "Snippet": "snippet\(payload.snippet.title, after: " ")"
        default: "\(note.noteable_type)"
        }
    }
}
