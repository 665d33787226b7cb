/// The posts that were heard, so that each is heard once, and none that is older than the bot's first connection.
struct HeardPosts {
    /// Most identifiers that are kept.
    private static let most = 2000

    /// How old a post may be that was missed: a command is not run long after it was given.
    private static let longestAge = 300_000

    /// How much earlier than the latest post a missed one may be: the server may report posts in another order.
    private static let margin = 5000

    private let start: Int
    private var latest: Int
    private var order: [String] = []
    private var known: Set<String> = []

    /// - Parameter start: when the bot connected first, in milliseconds since 1970.
    init(since start: Int) {
        self.start = start
        latest = start
    }

    /// Whether it was not heard yet.
    mutating func insert(_ post: MattermostPost) -> Bool {
        guard known.insert(post.id).inserted else { return false }
        order.append(post.id)
        if order.count > Self.most { known.remove(order.removeFirst()) }
        latest = max(latest, post.time)
        return true
    }

    /// Since when posts may have been missed.
    /// - Parameter now: the time, in milliseconds since 1970.
    func missedSince(_ now: Int) -> Int { max(start, latest - Self.margin, now - Self.longestAge) }
}

/// The numbers of events over one connection, which come without a gap unless some are lost.
struct EventNumbers {
    private var next: Int?

    /// Takes the number of an event, and says whether others were lost before it.
    mutating func isGap(before number: Int) -> Bool {
        defer { next = number + 1 }
        return next.map { number != $0 } ?? false
    }
}
