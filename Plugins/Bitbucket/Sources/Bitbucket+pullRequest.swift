import HarkEvents

extension Bitbucket {
    /// An event of a pull request that is announced in one word.
    static func pullRequest(_ description: ChatText) -> EventTable.Formatter {
        { notification($0, "\(description) \(subject($0))") }
    }

    /// `pullrequest:created` and `pr:opened`.
    static func opened(_ payload: PayloadView) -> EventNotification? {
        notification(
            payload, payload.request.draft.isTrue ? "opened draft \(subject(payload))" : "opened \(subject(payload))")
    }

    /// `pullrequest:fulfilled` and `pr:merged`.
    static func merged(_ payload: PayloadView) -> EventNotification? {
        let request = payload.request
        let branch = request.destination.branch.name.or(request.toRef.displayId)
        return notification(payload, "merged \(subject(payload))\(branch, after: " into ")", isAlsoInRoom: true)
    }

    /// `pr:reviewer:updated`: reviewers who were removed are not announced of it.
    static func reviewersUpdated(_ payload: PayloadView) -> EventNotification? {
        let added = payload.addedReviewers.asList.compactMap(\.person.asText)
        return added.isEmpty ? nil : notification(payload, "asked \(list: added) to review \(subject(payload))")
    }

    /// A formatter for what became of a comment, with what it says.
    static func commentOnPullRequest(_ verb: ChatText, isShown: Bool = true) -> EventTable.Formatter {
        { payload in
            let comment = payload.comment
            let said = isShown ? payload.commentExcerpt : nil
            let words: ChatText = "\(payload.actor.person) \(verb) \(subject(payload))\(said, after: ": ")"
            return EventNotification(of: payload, words, link: comment.page ?? page(ofComment: comment, payload))
        }
    }

    /// `pr:comment:added`: a comment of Data Center may be a task, which has to be done before the merge
    /// (confluence.atlassian.com/bitbucketserver, "Add a task").
    static func commentAdded(_ payload: PayloadView) -> EventNotification? {
        let isTask = payload.comment.severity.asText == "BLOCKER"
        return commentOnPullRequest(isTask ? "added a task to" : "commented on")(payload)
    }

    /// The page of a comment in Data Center, which names the page of the pull request alone.
    private static func page(ofComment comment: PayloadView, _ payload: PayloadView) -> UntrustedText? {
        guard let page = payload.requestPage, let id = comment.id.asText else { return payload.requestPage }
        return "\(page)/overview?commentId=\(id)"
    }

    private static func subject(_ payload: PayloadView) -> ChatText { "pull request #\(payload.request.id)" }

    private static func notification(
        _ payload: PayloadView, _ description: ChatText, isAlsoInRoom: Bool = false
    ) -> EventNotification {
        let words: ChatText = "\(payload.actor.person) \(description)\(payload.request.title, after: ": ")"
        let notification = EventNotification(of: payload, words, link: payload.requestPage)
        return notification.inThread(of: notification.subject, isAlsoInRoom: isAlsoInRoom)
    }
}
