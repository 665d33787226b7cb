import HarkEvents

/// What a pipeline builds. GitHub's OAuth app and Bitbucket put it under `vcs`, other integrations under
/// `trigger_parameters` (circleci.com/docs/webhooks-reference, "Pipeline").
struct Commit {
    let branch: UntrustedText?
    let tag: UntrustedText?
    /// The repository that the commit was made in, which is a fork for some pull requests, and the project's own.
    private let source: PayloadView
    private let home: PayloadView
    private let subject: UntrustedText?
    let author: UntrustedText?
    /// What the operator may know the author by, and at GitLab the account that pushed.
    let accounts: [UntrustedText?]

    init(_ pipeline: PayloadView) {
        let vcs = pipeline.vcs
        source = vcs.origin_repository_url
        home = vcs.target_repository_url
        let (git, gitlab) = (pipeline.trigger_parameters.git, pipeline.trigger_parameters.gitlab)
        branch = vcs.branch.asText ?? git.branch.asText ?? gitlab.branch.asText
        tag = vcs.tag.asText ?? git.tag.asText
        subject = vcs.commit.subject.asText ?? git.commit_title.asText ?? gitlab.commit_title.asText
        author = vcs.commit.author.name.asText ?? git.commit_author_name.asText ?? gitlab.commit_author_name.asText
        accounts = [
            gitlab.user_username.asText, author, vcs.commit.author.email.asText, gitlab.commit_author_email.asText,
        ]
    }

    /// The branch or the tag as the operator's rules know it.
    var ruleBranch: UntrustedText? {
        (branch ?? tag).flatMap { SourceBranch(PayloadView($0), clonedFrom: source, into: home).branch }
    }

    /// ` on main`, or ` at v1` for a tag.
    var place: ChatText {
        guard let tag else { return Self.place(of: branch, source, home) }
        return " at \(SourceBranch(PayloadView(tag), clonedFrom: source, into: home).name)"
    }

    /// ` on main`, or ` on ada:main` for a branch of another repository than the project's own. A pull request of a
    /// fork has a branch named `pull/55` (circleci.com/docs/oss).
    static func place(
        of branch: UntrustedText?, _ source: PayloadView = PayloadView(nil), _ home: PayloadView = PayloadView(nil)
    ) -> ChatText {
        guard let branch else { return "" }
        let parts = branch.split(separator: "/")
        guard parts.count == 2, parts[0] == "pull", Int(parts[1]) != nil else {
            return SourceBranch(PayloadView(branch), clonedFrom: source, into: home).words
        }
        return SourceBranch(of: "pull request #", parts[1]).words
    }

    /// `: Fix the parser (Ada)`.
    var words: ChatText { "\(subject, after: ": ")\(author?.personName, after: " (", before: ")")" }
}
