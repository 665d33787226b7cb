import Hark

/// `ping`: a webhook was set up, for a repository or for a whole organization.
struct PingEvent: Event {
    let zen: String?
    let repository: Repository?
    let organization: User?

    var line: Line? {
        let subject = repository?.title ?? organization?.login
        return Line("GitHub says hello\(subject, after: " to ")\(zen, after: ": ")")
    }
}

/// `star`: somebody starred the repository, or changed their mind.
struct StarEvent: Event {
    let action: String?
    let repository: Repository?
    let sender: User?

    var line: Line? {
        let count: Words = repository?.stars.map { $0 == 1 ? ": 1 star now" : ": \($0) stars now" } ?? ""
        return deed.map { Line(in: repository, "\(sender) \($0)\(count)", link: repository?.page) }
    }

    private var deed: Words? {
        switch action {
        case "created": "starred the repository"
        case "deleted": "took a star back"
        default: nil
        }
    }
}

/// `fork`: somebody forked the repository.
struct ForkEvent: Event {
    let forkee: Repository?
    let repository: Repository?
    let sender: User?

    var line: Line? {
        Line(in: repository, "\(sender) forked the repository\(forkee?.title, after: " to ")", link: forkee?.page)
    }
}
