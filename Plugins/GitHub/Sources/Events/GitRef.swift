import Hark

/// A branch, a tag or another reference of git's: `refs/heads/main`.
struct GitRef: Sendable {
    /// What a reference can be.
    enum Kind: Sendable {
        case branch, tag, reference

        /// The kind in a sentence.
        var words: Words {
            switch self {
            case .branch: "branch"
            case .tag: "tag"
            case .reference: "reference"
            }
        }
    }

    let kind: Kind

    /// The name as people say it, without `refs/heads/` or `refs/tags/`.
    let name: String

    init(_ ref: String) {
        for (prefix, kind) in [("refs/heads/", Kind.branch), ("refs/tags/", .tag)] where ref.hasPrefix(prefix) {
            self.kind = kind
            name = String(ref.dropFirst(prefix.count))
            return
        }
        kind = .reference
        name = ref
    }
}
