import HarkEvents

extension EventNotification {
    /// A line that begins with the payload's repository, or else its organization. An issue or a pull request has its
    /// own thread; closing or reopening it is shown in the room too.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        let repository = payload.repository.fullName
        let notification = EventNotification(
            about: repository ?? payload.organization.login.asText, words, link: link)
        guard let repository, let number = payload.pull_request.number.or(payload.issue.number).asText else {
            self = notification
            return
        }
        let isAboutTheWhole = !payload.comment.exists && !payload.review.exists
        self = notification.inThread(
            of: "\(repository)#\(number)",
            isAlsoInRoom: isAboutTheWhole && ["closed", "reopened"].contains(payload.action.asText))
    }
}

extension ChatText.Interpolation {
    /// An account's name. GitHub shows the content of deleted accounts under the name `ghost`.
    mutating func appendInterpolation(account: PayloadView) { appendInterpolation(account.login, or: "ghost") }
}
