import Hark

extension Line {
    /// A line that begins with the repository that the payload is about.
    init(in payload: Facts, _ words: Words, link: UntrustedText?) {
        self.init(in: payload.repository.full_name.text, words, link: link)
    }
}

extension Facts {
    /// The account's name. Old versions have it under the second name only.
    var account: Facts { self.login.or(self.username) }

    /// A page of the payload's repository, such as `/issues/7`.
    func page(_ path: String) -> UntrustedText? { self.repository.html_url.text.map { "\($0)\(path)" } }
}
