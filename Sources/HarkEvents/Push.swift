/// A push to one branch or tag, described in the same words for every code host.
public struct Push: Sendable, Hashable {
    /// What happened to the branch or tag.
    public enum Effect: Sendable {
        /// It was created.
        case created
        /// It existed and points to another commit now.
        case updated
        /// It was deleted.
        case deleted

        /// The effect by the hashes before and after: null hashes stand for a branch that is not there.
        ///
        /// Nil if both are null, or the same: nothing was pushed then, and somebody pressed the code host's button for
        /// a test, which makes up such a push. `EventNotification.hello` is what to announce of it.
        public init?(before: PayloadView, after: PayloadView) {
            let (old, new) = (before.asText, after.asText)
            let (wasThere, isThere) = (old?.isZeroHash != true, new?.isZeroHash != true)
            if !wasThere && !isThere || old != nil && old == new { return nil }
            self = !isThere ? .deleted : wasThere ? .updated : .created
        }
    }

    /// How many commits were pushed, as far as the payload says.
    public enum Amount: Sendable, Hashable {
        /// Exactly this many.
        case exactly(Int)
        /// The number of commits that the payload lists; there may be more.
        case atLeast(Int)
    }

    /// The branch or tag.
    public let ref: GitRef

    /// What happened to it.
    public let effect: Effect

    /// Whether it replaced earlier commits.
    public let isForced: Bool

    /// How many commits were pushed.
    public let amount: Amount

    /// The message of the newest commit.
    public let message: PayloadView

    /// The hash of the commit that the branch points to now.
    public let head: PayloadView

    /// A push.
    /// - Parameters:
    ///   - ref: the branch or tag.
    ///   - effect: what happened to it.
    ///   - amount: how many commits were pushed.
    ///   - message: the message of the newest commit.
    ///   - head: the hash of the commit that the branch points to now.
    ///   - isForced: whether it replaced earlier commits.
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

    /// The predicate of a sentence about who did it: `pushed 2 commits to main: Fix the parser (+1 more)`.
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

    /// The newest commit's title, and the number of other commits if it is known.
    private var summary: ChatText {
        let title: ChatText = "\(message.firstLine, after: ": ")"
        guard !title.isEmpty, case .exactly(let count) = amount, count > 1 else { return title }
        return "\(title) (+\(count - 1) more)"
    }
}
