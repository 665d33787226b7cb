/// Whose Markdown a text is in, where a page shows something that others write as a text.
public enum MarkdownDialect: Sendable {
    /// What all share.
    case usual
    /// With quotes of several lines, marks of changes and tables of contents (docs.gitlab.com/user/markdown).
    case gitLab
    /// With collapsed sections (linear.app/docs/editor).
    case linear
}
