import HarkEvents

extension EventNotification {
    /// A line that begins with the repository that a payload is about, or else the organization.
    init(of payload: PayloadView, _ words: ChatText, link: UntrustedText?) {
        self.init(about: payload.repository.fullName ?? payload.organization.login.asText, words, link: link)
    }
}

extension ChatText.Interpolation {
    /// An account's name. GitHub shows what deleted accounts have left behind under the name `ghost`.
    mutating func appendInterpolation(account: PayloadView) { appendInterpolation(account.login, or: "ghost") }
}
