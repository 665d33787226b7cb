import HarkEvents

/// What a pipeline builds. GitHub's OAuth app and Bitbucket put it under `vcs`, other integrations under
/// `trigger_parameters` (circleci.com/docs/webhooks-reference, "Pipeline").
struct Commit {
    let branch: UntrustedText?
    let tag: UntrustedText?
    private let subject: UntrustedText?
    let author: UntrustedText?
    /// What the operator may know the author by, and at GitLab the account that pushed.
    let accounts: [UntrustedText?]

    init(_ pipeline: PayloadView) {
        let vcs = pipeline.vcs
        let (git, gitlab) = (pipeline.trigger_parameters.git, pipeline.trigger_parameters.gitlab)
        branch = vcs.branch.asText ?? git.branch.asText ?? gitlab.branch.asText
        tag = vcs.tag.asText ?? git.tag.asText
        subject = vcs.commit.subject.asText ?? git.commit_title.asText ?? gitlab.commit_title.asText
        author = vcs.commit.author.name.asText ?? git.commit_author_name.asText ?? gitlab.commit_author_name.asText
        accounts = [
            gitlab.user_username.asText, author, vcs.commit.author.email.asText, gitlab.commit_author_email.asText,
        ]
    }

    /// ` on main`, or ` at v1` for a tag.
    var place: ChatText { tag == nil ? Self.place(of: branch) : "\(tag, after: " at ")" }

    /// ` on main`. A pull request of a fork has a branch named `pull/55` (circleci.com/docs/oss).
    static func place(of branch: UntrustedText?) -> ChatText {
        let parts = branch?.split(separator: "/") ?? []
        guard parts.count == 2, parts[0] == "pull", Int(parts[1]) != nil else { return "\(branch, after: " on ")" }
        return SourceBranch(of: "pull request #", parts[1]).words
    }

    /// `: Fix the parser (Ada)`.
    var words: ChatText { "\(subject, after: ": ")\(author, after: " (", before: ")")" }
}
