import HarkEvents

import struct FoundationEssentials.Date

/// What is remembered about a feed.
struct FeedState: Codable, Equatable {
    /// Most entries that are remembered; a feed lists at most half as many.
    static let seenLimit = 2 * Feed.entryLimit

    /// The longest wait after failures.
    static let longestWait = Duration.hours(24)

    /// The feed's title.
    private(set) var title: String?

    /// The entries that were there already, the newest first.
    private(set) var seen: [UInt64] = []

    /// What identifies the latest version.
    private(set) var validators = FeedReader.Validators()

    /// When it was read the last time; nil for never.
    private(set) var lastRead: Date?

    /// When it is asked for next; nil for at once.
    private(set) var next: Date?

    /// Why it cannot be read; nil if it can.
    private(set) var fault: String?

    /// How often in a row it could not be read.
    private(set) var failureCount = 0

    /// Whether it is to be asked for now.
    func isDue(at time: Date) -> Bool { next.map { $0 <= time } ?? true }

    /// The entries of a feed that were not there before; none at the first time.
    func newEntries(in feed: Feed) -> [Feed.Entry] {
        guard lastRead != nil else { return [] }
        let known = Set(seen)
        return feed.entries.filter { !known.contains($0.id) }
    }

    /// Notes what a server answered.
    mutating func note(_ answer: FeedReader.Answer, at time: Date, next: Date) {
        if case .changed(let feed, let validators) = answer {
            let current = feed.entries.map(\.id)
            let isCurrent = Set(current)
            seen = Array((current + seen.filter { !isCurrent.contains($0) }).prefix(Self.seenLimit))
            title = feed.title?.sanitized(to: 80)
            self.validators = validators
        }
        lastRead = time
        (fault, failureCount) = (nil, 0)
        self.next = next
    }

    /// Notes that a feed could not be read: the next attempt is twice as far away each time, and not earlier than its
    /// server wants.
    mutating func note(_ error: FeedError, at time: Date, interval: Duration) {
        fault = error.description
        let wait = min(Self.longestWait, interval * (1 << min(failureCount, 10)))
        failureCount += 1
        next = time.addingTimeInterval(max(wait, error.retryAfter ?? .zero) / .seconds(1))
    }
}
