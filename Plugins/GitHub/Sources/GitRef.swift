import Hark

/// A branch, a tag or another reference of git's: `refs/heads/main`.
struct GitRef: Sendable {
    /// What a reference can be, as it is called in a sentence.
    enum Kind: String, Sendable {
        case branch, tag, reference
    }

    let kind: Kind

    /// The name as people say it, without `refs/heads/` or `refs/tags/`.
    let name: Words

    init(_ ref: Facts) {
        for (prefix, kind) in [("refs/heads/", Kind.branch), ("refs/tags/", .tag)] {
            guard let text = ref.text, text.hasPrefix(prefix) else { continue }
            self.kind = kind
            name = "\(String(text.dropFirst(prefix.count)))"
            return
        }
        kind = .reference
        name = "\(ref)"
    }
}
