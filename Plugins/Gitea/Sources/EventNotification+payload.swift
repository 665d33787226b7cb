import HarkEvents

extension EventNotification {
    /// A line that begins with the payload's repository. An issue or a pull request has its own thread; closing or
    /// reopening it is shown in the room too.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        let repository = payload.repository.full_name.asText
        let notification = EventNotification(about: repository, words, link: link)
        guard let repository, let number = payload.pull_request.number.or(payload.issue.number).asText else {
            self = notification
            return
        }
        self = notification.inThread(
            of: "\(repository)#\(number)",
            isAlsoInRoom: !payload.comment.exists && ["closed", "reopened"].contains(payload.action.asText))
    }
}

extension PayloadView {
    /// The account's name. Old versions only send the second field.
    var account: PayloadView { self.login.or(self.username) }

    /// Who did it, in a sentence.
    var person: ChatText { "\(self.sender.account, or: "somebody")" }

    /// A page of the payload's repository, such as `/issues/7`.
    func page(_ path: String) -> UntrustedText? { self.repository.html_url.asText.map { "\($0)\(path)" } }
}
