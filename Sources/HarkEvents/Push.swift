/// What a push did to one branch or tag, in the same words for every code host.
public struct Push: Sendable, Hashable {
    /// What became of the branch or tag.
    public enum Effect: Sendable {
        /// It is new.
        case created
        /// It was there and is another commit now.
        case updated
        /// It is gone.
        case deleted
    }

    /// How many commits came with it, as far as the payload says.
    public enum Amount: Sendable, Hashable {
        /// So many.
        case exactly(Int)
        /// So many that the payload lists, and maybe more.
        case atLeast(Int)
    }

    /// The branch or tag.
    public let ref: GitRef

    /// What became of it.
    public let effect: Effect

    /// Whether it replaced commits that were there before.
    public let isForced: Bool

    /// How many commits came with it.
    public let amount: Amount

    /// The newest of the commits: its message.
    public let message: PayloadView

    /// The hash of the commit that the branch is at now.
    public let head: PayloadView

    /// A push.
    /// - Parameters:
    ///   - ref: the branch or tag.
    ///   - effect: what became of it.
    ///   - amount: how many commits came with it.
    ///   - message: of the newest commit.
    ///   - head: the hash of the commit that the branch is at now.
    ///   - isForced: whether it replaced commits that were there before.
    public init(
        _ ref: GitRef,
        _ effect: Effect,
        amount: Amount,
        message: PayloadView,
        head: PayloadView,
        isForced: Bool = false
    ) {
        self.ref = ref
        self.effect = effect
        self.amount = amount
        self.message = message
        self.head = head
        self.isForced = isForced
    }

    /// The rest of a sentence that begins with who did it: `pushed 2 commits to main: Fix the parser (+1 more)`.
    public var words: ChatText {
        if effect == .deleted { return "deleted \(ref.words)" }
        if ref.kind == .tag || ref.kind == .reference && ref.name.exists {
            return "\(effect == .created ? "pushed" : "moved") \(ref.words)"
        }
        let isEmpty = amount == .exactly(0) || amount == .atLeast(0)
        if effect == .created {
            return isEmpty ? "created \(ref.words)" : "created \(ref.words) with \(commits)\(summary)"
        }
        let verb: ChatText = isForced ? "force-pushed" : "pushed"
        return isEmpty
            ? "\(verb) \(ref.name)\(head.shortHash, after: ", now at ")" : "\(verb) \(commits) to \(ref.name)\(summary)"
    }

    private var commits: ChatText {
        switch amount {
        case .exactly(let count): "\(count, "commit")"
        case .atLeast(let count): "at least \(count, "commit")"
        }
    }

    /// The newest commit's title, and how many came with it where that is known.
    private var summary: ChatText {
        let title: ChatText = "\(message.firstLine, after: ": ")"
        guard !title.isEmpty, case .exactly(let count) = amount, count > 1 else { return title }
        return "\(title) (+\(count - 1) more)"
    }
}
