import Hark

/// An account: a person, an organization or a bot.
struct User: Decodable, Sendable {
    let login: String?
}

/// A repository.
struct Repository: Decodable, Sendable {
    let name: String?
    let fullName: String?
    let page: String?
    let stars: Int?

    /// The repository with its owner, if the payload says so.
    var title: String { fullName ?? name ?? "?" }

    private enum CodingKeys: String, CodingKey {
        case name
        case fullName = "full_name"
        case page = "html_url"
        case stars = "stargazers_count"
    }
}

/// A commit.
struct Commit: Decodable, Sendable {
    let message: String?

    /// The first line of the message.
    var title: String? { message?.split(maxSplits: 1, whereSeparator: \.isNewline).first.map(String.init) }
}

/// What somebody said below something.
struct Comment: Decodable, Sendable {
    let body: String?
    let page: String?
    let commit: String?

    private enum CodingKeys: String, CodingKey {
        case body
        case page = "html_url"
        case commit = "commit_id"
    }
}

extension String {
    /// The first seven characters of a commit's hash, as people quote it.
    var shortHash: String { String(prefix(7)) }
}
