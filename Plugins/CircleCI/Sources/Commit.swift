import Hark

/// What a pipeline builds. GitHub's OAuth app and Bitbucket put it under `vcs`, other integrations under
/// `trigger_parameters` (circleci.com/docs/webhooks-reference, "Pipeline").
struct Commit {
    private let branch: UntrustedText?
    private let tag: UntrustedText?
    private let subject: UntrustedText?
    private let author: UntrustedText?

    init(_ pipeline: Facts) {
        let vcs = pipeline.vcs
        let (git, gitlab) = (pipeline.trigger_parameters.git, pipeline.trigger_parameters.gitlab)
        branch = vcs.branch.text ?? git.branch.text ?? gitlab.branch.text
        tag = vcs.tag.text ?? git.tag.text
        subject = vcs.commit.subject.text ?? git.commit_title.text ?? gitlab.commit_title.text
        author = vcs.commit.author.name.text ?? git.commit_author_name.text ?? gitlab.commit_author_name.text
    }

    /// ` on main`, or ` at v1` for a tag.
    var place: Words { tag == nil ? "\(branch, after: " on ")" : "\(tag, after: " at ")" }

    /// `: Fix the parser (Ada)`.
    var words: Words { "\(subject, after: ": ")\(author, after: " (", before: ")")" }
}
