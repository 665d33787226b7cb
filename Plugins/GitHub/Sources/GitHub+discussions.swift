import Hark

extension GitHub {
    /// `discussion`: somebody opened, closed or reopened a discussion, or it found its answer.
    static func discussion(_ payload: Facts) -> Line? {
        let discussion = payload.discussion
        let subject: Words = "discussion #\(discussion["number"])"
        let deeds: [UntrustedText: Words] = [
            "created": "opened \(subject)",
            "answered": "chose an answer to \(subject)",
            "closed": "closed \(subject)",
            "reopened": "reopened \(subject)",
        ]
        return payload.deed(to: subject, deeds).map { deed in
            let words: Words = "\(account: payload.sender) \(deed)\(discussion.title, after: ": ")"
            return Line(of: payload, words, link: discussion.html_url.text)
        }
    }

    /// `discussion_comment`: somebody commented on a discussion.
    static func discussionComment(_ payload: Facts) -> Line? {
        let comment = payload.comment
        let subject: Words = "discussion #\(payload.discussion["number"])"
        return payload.deed(
            to: "a comment on \(subject)", ["created": "commented on \(subject)\(comment.body.remark, after: ": ")"]
        ).map { Line(of: payload, "\(account: payload.sender) \($0)", link: comment.html_url.text) }
    }
}
