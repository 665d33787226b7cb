/// A branch, a tag or another reference of git's, as code hosts name it.
public struct GitRef: Sendable, Hashable {
    /// What a reference can be.
    public enum Kind: Sendable {
        /// Below `refs/heads/`.
        case branch
        /// Below `refs/tags/`.
        case tag
        /// Anything else.
        case reference

        /// The kind in a sentence.
        public var words: ChatText {
            switch self {
            case .branch: "branch"
            case .tag: "tag"
            case .reference: "reference"
            }
        }
    }

    /// What it is.
    public let kind: Kind

    /// The name as people say it, without `refs/heads/` or `refs/tags/`.
    public let name: PayloadView

    /// A reference by its full name: `refs/heads/main`. What has no such prefix is a reference of no known kind.
    public init(_ ref: PayloadView) {
        let full = ref.asText ?? ""
        for (prefix, kind) in [("refs/heads/", Kind.branch), ("refs/tags/", .tag)] where full.hasPrefix(prefix) {
            self.kind = kind
            name = PayloadView(full.dropping(prefix: prefix))
            return
        }
        kind = .reference
        name = ref
    }

    /// A reference whose kind and name stand apart: `tag` or `annotated_tag`, `v1`.
    public init(kind: PayloadView, name: PayloadView) {
        let kind = kind.asText?.lowercased ?? ""
        self.kind = kind.hasSuffix("branch") ? .branch : kind.hasSuffix("tag") ? .tag : .reference
        self.name = name
    }

    /// Kind and name: `branch main`.
    public var words: ChatText { "\(kind.words) \(name)" }
}

extension PayloadView {
    /// The beginning of a commit's hash, as git and code hosts abbreviate it.
    public var shortHash: UntrustedText? { asText?.prefix(7) }

    /// The first line that has something in it, such as the title of a commit's message.
    public var firstLine: UntrustedText? { asText?.lines.first }

    /// Whether this is the hash of no commit, only zeros: what was before a creation, or is after a deletion.
    public var isZeroHash: Bool { asText?.verbatim.utf8.allSatisfy { $0 == UInt8(ascii: "0") } ?? false }
}
