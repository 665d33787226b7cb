/// The branch that a build, a check or a deployment ran for, as readers of its repository have to read it: a fork's `main`
/// is not the repository's own.
public struct SourceBranch: Sendable, Hashable {
    /// The branch as people call it: `main`, `ada:main` for a fork's branch, `merge request !55`; empty if the payload names
    /// none.
    public let name: ChatText

    private let isRequest: Bool

    /// The phrase for the end of a sentence: ` on main`, ` for merge request !55`; empty if the payload names no branch.
    public var words: ChatText { name.isEmpty ? "" : isRequest ? " for \(name)" : " on \(name)" }

    /// A branch.
    /// - Parameters:
    ///   - ref: the branch, with or without `refs/heads/`, or an internal reference such as `refs/pull/55/head`.
    ///   - repository: the full name of the repository that the branch belongs to; nil if it is the payload's own, or not
    ///     known.
    ///   - home: the full name of the repository that the payload is about.
    public init(_ ref: PayloadView, of repository: UntrustedText? = nil, in home: UntrustedText? = nil) {
        let isForeign = repository != nil && repository?.lowercased != home?.lowercased
        let owner = isForeign ? repository.map { Self.owner(of: $0, seenFrom: home) } : nil
        let branch = GitRef(ref).name.asText
        isRequest = ref.request != nil
        name = ref.request ?? "\(branch == nil ? nil : owner, after: "", before: ":")\(branch, after: "")"
    }

    /// A branch of a fork whose name the payload lacks: `main of a fork`.
    public init(ofUnknownFork ref: PayloadView) {
        isRequest = ref.request != nil
        name = ref.request ?? "\(GitRef(ref).name, after: "", before: " of a fork")"
    }

    /// A branch of one of two repositories that the payload knows by their clone URLs alone; the payload's own branch if it
    /// lacks one of them.
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
        guard let number = request.asInt else {
            self.init(ref, of: fork, in: own)
            return
        }
        self.init(of: "pull request #", UntrustedText("\(number)"))
    }

    /// The branch of a pull or merge request: `merge request !55`.
    /// - Parameters:
    ///   - request: what the code host calls it, with the sign before its number: `merge request !`.
    ///   - number: its number.
    public init(of request: StaticString, _ number: UntrustedText) {
        isRequest = true
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
    /// `refs/merge-requests/55/train` and `refs/external_pull_requests/55/head`, Bitbucket's `refs/pull-requests/55/from`,
    /// and the branch of a merge queue of GitHub, `gh-readonly-queue/main/pr-55-a1b2c3d`. Nil for any other reference.
    /// Jenkins may leave out `refs/`.
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

    /// The path of the repository in a URL that git can clone: `acme/rocket` in `https://ada@github.com/acme/rocket.git`
    /// and in `git@github.com:acme/rocket.git`. Nothing before the path is part of it.
    fileprivate var clonedRepository: UntrustedText? {
        let parts = asText?.split(separator: "/") ?? []
        let isURL = parts.first?.hasSuffix(":") == true
        // In the short form of SSH, the path begins behind a colon.
        let first = isURL ? [] : parts.first?.split(separator: ":").dropFirst() ?? []
        let path = (first + parts.dropFirst(isURL ? 2 : 1)).joined(separator: "/").dropping(suffix: ".git")
        return path.isEmpty ? nil : path
    }
}
