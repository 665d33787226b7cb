/// The branch that a build, a check or a deployment ran for, as readers of its repository have to read it: a fork's
/// `main` is not the repository's own.
public struct SourceBranch: Sendable, Hashable {
    /// The branch as people call it: `main`, `ada:main` for a fork's branch, `merge request !55`; empty if the payload
    /// names none.
    public let name: ChatText

    /// The branch as the operator's rules know it: `main`, `ada:main` for a fork's branch, and the one that a merge
    /// queue merges into for what it tries; nil if the payload names none, or does not say whose fork's it is.
    public let branch: UntrustedText?

    private let isRequest: Bool

    /// The phrase for the end of a sentence: ` on main`, ` for merge request !55`; empty if the payload names no
    /// branch.
    public var words: ChatText { name.isEmpty ? "" : isRequest ? " for \(name)" : " on \(name)" }

    /// A branch.
    /// - Parameters:
    ///   - ref: the branch, with or without `refs/heads/`, or an internal reference such as `refs/pull/55/head`.
    ///   - repository: the full name of the repository that the branch belongs to; nil if it is the payload's own, or
    ///     not known.
    ///   - home: the full name of the repository that the payload is about.
    public init(_ ref: PayloadView, of repository: UntrustedText? = nil, in home: UntrustedText? = nil) {
        let isForeign = repository != nil && repository?.lowercased != home?.lowercased
        let owner = isForeign ? repository.map { Self.owner(of: $0, seenFrom: home) } : nil
        let short = GitRef(ref).name.asText
        let request = ref.request
        isRequest = request != nil
        name = request ?? "\(short == nil ? nil : owner, after: "", before: ":")\(short, after: "")"
        let owned = short.map { short -> UntrustedText in owner.map { "\($0):\(short)" } ?? short }
        branch = ref.queueTarget ?? (isRequest ? short : owned)
    }

    /// A branch of a fork whose name the payload lacks: `main of a fork`.
    public init(ofUnknownFork ref: PayloadView) {
        isRequest = ref.request != nil
        name = ref.request ?? "\(GitRef(ref).name, after: "", before: " of a fork")"
        branch = nil
    }

    /// A branch of one of two repositories that the payload knows by their clone URLs alone; the payload's own branch
    /// if it lacks one of them.
    /// - Parameters:
    ///   - ref: the branch, as above.
    ///   - source: the URL of the repository that the branch belongs to.
    ///   - home: the URL of the repository that the payload is about.
    ///   - request: the number of the pull request that it is for, which is named instead of a fork's branch.
    public init(
        _ ref: PayloadView, clonedFrom source: PayloadView, into home: PayloadView,
        for request: PayloadView = PayloadView(nil)
    ) {
        guard let fork = source.clonedRepository, let own = home.clonedRepository, fork.lowercased != own.lowercased
        else {
            self.init(ref)
            return
        }
        // Buildkite can name the fork in the branch by itself.
        let ref =
            ref.asText.map { PayloadView($0.dropping(prefix: "\(Self.owner(of: fork, seenFrom: own).verbatim):")) }
            ?? ref
        guard let number = request.asInt else {
            self.init(ref, of: fork, in: own)
            return
        }
        let branch = SourceBranch(ref, of: fork, in: own).branch
        self.init(of: "pull request #", UntrustedText("\(number)"), branch: branch)
    }

    /// The branch of a pull or merge request: `merge request !55`.
    /// - Parameters:
    ///   - request: what the code host calls it, with the sign before its number: `merge request !`.
    ///   - number: its number.
    ///   - branch: the branch that it is from, as the operator's rules know it.
    public init(of request: StaticString, _ number: UntrustedText, branch: UntrustedText? = nil) {
        isRequest = true
        self.branch = branch
        name = "\(ChatText(request.description))\(number)"
    }

    /// A fork is named by its owner, or in full if both repositories have the same owner.
    private static func owner(of repository: UntrustedText, seenFrom home: UntrustedText?) -> UntrustedText {
        let parts = repository.split(separator: "/")
        guard let owner = parts.first, parts.count == 2, home?.split(separator: "/").first != owner else {
            return repository
        }
        return owner
    }
}

extension PayloadView {
    /// The pull or merge request whose commits this internal reference has: `refs/pull/55/head`, GitLab's
    /// `refs/merge-requests/55/train` and `refs/external_pull_requests/55/head`, Bitbucket's
    /// `refs/pull-requests/55/from`, and the branch of a merge queue of GitHub, `gh-readonly-queue/main/pr-55-a1b2c3d`.
    /// Nil for any other reference. Jenkins may leave out `refs/`.
    fileprivate var request: ChatText? {
        guard let parts = GitRef(self).name.asText?.split(separator: "/"), let first = parts.first else { return nil }
        if first == "gh-readonly-queue" {
            let number = parts.last?.dropping(prefix: "pr-").split(separator: "-").first
            return number.flatMap { Int($0) }.map { "pull request #\($0)" }
        }
        let names = first == "refs" ? parts[1...] : parts[...]
        if first != "refs", parts.count != 3 || !["head", "merge"].contains(parts[2]) { return nil }
        guard parts.count >= 3, let kind = names.first, let number = names.dropFirst().first.flatMap({ Int($0) }) else {
            return nil
        }
        return switch kind {
        case "pull", "pull-requests", "external_pull_requests": "pull request #\(number)"
        case "merge-requests": "merge request !\(number)"
        default: nil
        }
    }

    /// The branch that the merge queue of this branch merges into: `main` for `gh-readonly-queue/main/pr-55-a1b2c3d`;
    /// nil for any other reference.
    fileprivate var queueTarget: UntrustedText? {
        guard let parts = GitRef(self).name.asText?.split(separator: "/"), parts.first == "gh-readonly-queue",
            parts.count > 2
        else { return nil }
        return parts[1..<(parts.count - 1)].joined(separator: "/")
    }

    /// The path of the repository in a URL that git can clone: `acme/rocket` in
    /// `https://ada@github.com/acme/rocket.git` and in `git@github.com:acme/rocket.git`. Nothing before the path is
    /// part of it.
    fileprivate var clonedRepository: UntrustedText? {
        let parts = asText?.split(separator: "/") ?? []
        let isURL = parts.first?.hasSuffix(":") == true
        // In the short form of SSH, the path begins behind a colon.
        let first = isURL ? [] : parts.first?.split(separator: ":").dropFirst() ?? []
        let path = (first + parts.dropFirst(isURL ? 2 : 1)).joined(separator: "/").dropping(suffix: ".git")
        return path.isEmpty ? nil : path
    }
}
