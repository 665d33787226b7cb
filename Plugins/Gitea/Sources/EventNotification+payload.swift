import HarkEvents

extension EventNotification {
    /// A line that begins with the repository that the payload is about. What is about an issue or a pull request
    /// belongs to its thread; that it was closed or reopened is seen in the room too.
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
    /// The account's name. Old versions have it under the second name only.
    var account: PayloadView { self.login.or(self.username) }

    /// A page of the payload's repository, such as `/issues/7`.
    func page(_ path: String) -> UntrustedText? { self.repository.html_url.asText.map { "\($0)\(path)" } }
}
