import Hark

extension Line {
    /// A line that begins with the repository that a payload is about, or else the organization.
    init(of payload: Facts, _ words: Words, link: UntrustedText?) {
        self.init(in: payload.repository.fullName ?? payload.organization.login.text, words, link: link)
    }
}

extension Words.Interpolation {
    /// An account's name. GitHub shows what deleted accounts have left behind under the name `ghost`.
    mutating func appendInterpolation(account: Facts) { appendInterpolation(account.login, or: "ghost") }
}
