import HarkEvents

import struct FoundationEssentials.Date

/// The posts that were received: each is handled once, and none from before the bot's first connection.
struct ReceivedPosts {
    /// The greatest age of a missed post, in milliseconds: a command is not run long after it was given.
    private static let longestAge = Int(ChatInbox.longestAge / .milliseconds(1))

    /// How much earlier than the latest post a missed one may be, in milliseconds: the server may report posts in
    /// another order.
    private static let margin = 5000

    private let start: Int
    private var latest: Int
    private var posts = BoundedSet<String>(limit: 2000)

    /// - Parameter start: when the bot first connected, in milliseconds since 1970, by the server's clock.
    init(since start: Int) {
        self.start = start
        latest = start
    }

    /// Whether it is new.
    /// - Parameter now: the server's time, in milliseconds since 1970.
    mutating func insert(_ post: MattermostPost, at now: Int) -> Bool {
        guard posts.insert(post.id) else { return false }
        // A post dated in the future must not affect the handling of others.
        if post.time <= now + Self.margin { latest = max(latest, post.time) }
        return true
    }

    /// The time since which posts may have been missed.
    /// - Parameter now: the server's time, in milliseconds since 1970.
    func missedSince(_ now: Int) -> Int { max(start, latest - Self.margin, now - Self.longestAge) }
}

/// The time by the server's clock, which dates posts: the bot's own clock may differ.
struct ServerClock {
    /// How far the server's clock is ahead, in seconds.
    private let lead: Double

    /// - Parameters:
    ///   - date: the time that the server named; nil if it named none.
    ///   - now: the bot's time then.
    init(_ date: HTTPDate?, at now: Date) {
        let difference = date?.date.timeIntervalSince(now) ?? 0
        // The server leaves out fractions of a second, so a smaller difference counts as none. With a real difference,
        // posts of the same second count as earlier.
        lead = (-1.5...0.5).contains(difference) ? 0 : difference + 1
    }

    /// The server's time, in milliseconds since 1970.
    func milliseconds(at now: Date) -> Int { Int(exactly: ((now.timeIntervalSince1970 + lead) * 1000).rounded()) ?? 0 }
}

/// The sequence numbers of events on one connection, which have gaps only if events were lost.
struct EventNumbers {
    private var next: Int?

    /// Records the number of an event, and returns whether events before it were lost.
    mutating func isGap(before number: Int) -> Bool {
        defer { next = number + 1 }
        return next.map { number != $0 } ?? false
    }
}
