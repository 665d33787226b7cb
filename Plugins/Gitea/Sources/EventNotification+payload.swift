import HarkEvents

extension EventNotification {
    /// A line that begins with the repository that the payload is about.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        self.init(about: payload.repository.full_name.asText, words, link: link)
    }
}

extension PayloadView {
    /// The account's name. Old versions have it under the second name only.
    var account: PayloadView { self.login.or(self.username) }

    /// A page of the payload's repository, such as `/issues/7`.
    func page(_ path: String) -> UntrustedText? { self.repository.html_url.asText.map { "\($0)\(path)" } }
}
