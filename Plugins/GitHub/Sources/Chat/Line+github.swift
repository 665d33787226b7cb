import Hark

extension Line {
    /// A line that begins with the repository it is about, if the payload names one.
    init(in repository: Repository?, _ words: Words, link: String? = nil) {
        self.init(in: repository?.title, words, link: link)
    }
}

extension Words.Interpolation {
    /// An account's name. GitHub shows what deleted accounts have left behind under the name `ghost`.
    mutating func appendInterpolation(_ user: User?) { appendInterpolation(user?.login ?? "ghost") }
}
