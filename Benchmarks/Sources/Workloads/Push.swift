/// What a bot needs of GitHub's `push` event; the rest of its 10 kB is skipped.
public struct Push: Decodable, Sendable {
    let ref: String
    let after: String
    let compare: String
    let repository: Repository
    let pusher: Person
    let commits: [Commit]

    struct Repository: Decodable, Sendable {
        let fullName: String

        enum CodingKeys: String, CodingKey {
            case fullName = "full_name"
        }
    }

    struct Person: Decodable, Sendable {
        let name: String
    }

    struct Commit: Decodable, Sendable {
        let message: String
        let author: Person
    }

    /// One line about the push, made of every field.
    public var summary: String {
        let last = commits.last.map { "\($0.message) by \($0.author.name)" } ?? "nothing"
        return "\(pusher.name) pushed \(commits.count) to \(repository.fullName) \(ref) at \(after): \(last) \(compare)"
    }
}

/// The answer of every server to a body of `count` bytes; it shows that the body was read.
public func received(_ count: Int) -> String { "received \(count) bytes\n" }
