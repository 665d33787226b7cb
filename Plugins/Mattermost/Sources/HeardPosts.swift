import HarkEvents

import struct FoundationEssentials.Date

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

    /// - Parameter start: when the bot connected first, in milliseconds since 1970, by the server's clock.
    init(since start: Int) {
        self.start = start
        latest = start
    }

    /// Whether it was not heard yet.
    /// - Parameter now: the server's time, in milliseconds since 1970.
    mutating func insert(_ post: MattermostPost, at now: Int) -> Bool {
        guard known.insert(post.id).inserted else { return false }
        order.append(post.id)
        if order.count > Self.most { known.remove(order.removeFirst()) }
        // Of one that claims to be of the future nothing follows for those of now.
        if post.time <= now + Self.margin { latest = max(latest, post.time) }
        return true
    }

    /// Since when posts may have been missed.
    /// - Parameter now: the server's time, in milliseconds since 1970.
    func missedSince(_ now: Int) -> Int { max(start, latest - Self.margin, now - Self.longestAge) }
}

/// What time it is by the server's clock, which dates posts: the bot's own may differ.
struct ServerClock {
    /// How much the server's clock is ahead, in seconds.
    private let lead: Double

    /// - Parameters:
    ///   - date: what the server says of the time; nil when it does not.
    ///   - now: the bot's time then.
    init(_ date: HTTPDate?, at now: Date) {
        let difference = date?.date.timeIntervalSince(now) ?? 0
        // The server leaves out the fraction of the second: so small a difference is none. Of a true one, what is said in
        // that second counts as said before.
        lead = (-1.5...0.5).contains(difference) ? 0 : difference + 1
    }

    /// The server's time, in milliseconds since 1970.
    func milliseconds(at now: Date) -> Int { Int(exactly: ((now.timeIntervalSince1970 + lead) * 1000).rounded()) ?? 0 }
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
