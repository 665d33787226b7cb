/// A branch, a tag or another git reference, as code hosts name it.
public struct GitRef: Sendable, Hashable {
    /// The kind of a reference.
    public enum Kind: Sendable {
        /// Below `refs/heads/`.
        case branch
        /// Below `refs/tags/`.
        case tag
        /// Anything else.
        case reference

        /// The kind as a word in a sentence.
        public var words: ChatText {
            switch self {
            case .branch: "branch"
            case .tag: "tag"
            case .reference: "reference"
            }
        }
    }

    /// The kind.
    public let kind: Kind

    /// The short name, without `refs/heads/` or `refs/tags/`.
    public let name: PayloadView

    /// A reference by its full name: `refs/heads/main`. A name without a known prefix is of kind `reference`.
    public init(_ ref: PayloadView) {
        let full = ref.asText ?? ""
        for (prefix, kind) in Self.prefixes where full.hasPrefix(prefix) {
            self.kind = kind
            name = PayloadView(full.dropping(prefix: prefix))
            return
        }
        kind = .reference
        name = ref
    }

    private static let prefixes = [("refs/heads/", Kind.branch), ("refs/tags/", .tag)]

    /// A reference whose kind and name are given separately: `tag` or `annotated_tag`, `v1`.
    public init(kind: PayloadView, name: PayloadView) {
        let kind = kind.asText?.lowercased ?? ""
        self.kind = kind.hasSuffix("branch") ? .branch : kind.hasSuffix("tag") ? .tag : .reference
        self.name = name
    }

    /// Kind and name: `branch main`.
    public var words: ChatText { "\(kind.words) \(name)" }
}

extension PayloadView {
    /// The abbreviated hash of a commit, as git and code hosts show it; nil for the null hash, which is no commit's.
    public var shortHash: UntrustedText? { asText.flatMap { $0.isZeroHash ? nil : $0.prefix(7) } }

    /// The first line that is not blank, such as the title of a commit's message.
    public var firstLine: UntrustedText? { asText?.firstLine }
}

extension UntrustedText {
    /// Whether this is the null hash, only zeros: what a branch or tag points to before it is created and after it is
    /// deleted, in any length of hash.
    var isZeroHash: Bool { verbatim.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }
}
