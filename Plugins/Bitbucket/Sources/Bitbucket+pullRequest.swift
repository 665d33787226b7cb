import Hark

extension Bitbucket {
    /// An event of a pull request that is told in one word.
    static func pullRequest(_ deed: Words) -> EventTable.Telling {
        { line($0, "\(deed) \(subject($0))") }
    }

    /// `pullrequest:created` and `pr:opened`.
    static func opened(_ payload: Facts) -> Line? {
        line(payload, payload.request.draft.isTrue ? "opened draft \(subject(payload))" : "opened \(subject(payload))")
    }

    /// `pullrequest:fulfilled` and `pr:merged`.
    static func merged(_ payload: Facts) -> Line? {
        let request = payload.request
        let branch = request.destination.branch.name.or(request.toRef.displayId)
        return line(payload, "merged \(subject(payload))\(branch, after: " into ")")
    }

    /// `pr:reviewer:updated`: reviewers who were removed are not told of it.
    static func reviewersUpdated(_ payload: Facts) -> Line? {
        let added = payload.addedReviewers.list.compactMap(\.person.text)
        return added.isEmpty ? nil : line(payload, "asked \(list: added) to review \(subject(payload))")
    }

    /// `pullrequest:comment_created` and `pr:comment:added`.
    static func pullRequestComment(_ payload: Facts) -> Line? {
        let comment = payload.comment
        let words: Words = "\(payload.actor.person) commented on \(subject(payload))\(comment.said, after: ": ")"
        return Line(in: payload, words, link: comment.page ?? page(ofComment: comment, payload))
    }

    /// The page of a comment in Data Center, which names the page of the pull request alone.
    private static func page(ofComment comment: Facts, _ payload: Facts) -> UntrustedText? {
        guard let page = payload.requestPage, let id = comment.id.text else { return payload.requestPage }
        return "\(page)/overview?commentId=\(id)"
    }

    private static func subject(_ payload: Facts) -> Words { "pull request #\(payload.request.id)" }

    private static func line(_ payload: Facts, _ deed: Words) -> Line {
        let words: Words = "\(payload.actor.person) \(deed)\(payload.request.title, after: ": ")"
        return Line(in: payload, words, link: payload.requestPage)
    }
}
