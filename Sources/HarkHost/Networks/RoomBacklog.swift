/// The queued messages of one room, in order and within bounds. Messages beyond a bound are left out and counted.
struct RoomBacklog: Sendable {
    /// Most messages that may wait; beyond that, the oldest are left out.
    static let mostMessages = 1_000

    /// Most bytes of text that may wait.
    static let mostBytes = 1 << 20

    /// A message that has waited this long is left out.
    static let longestAge = Duration.seconds(24 * 3600)

    /// An answer that has waited this long is dropped without being counted.
    static let longestAnswerAge = Duration.seconds(300)

    /// When the room could not be reached for this long, only the last `tail` of more than `longestBacklog` messages
    /// are sent.
    static let longestHold = Duration.seconds(300)
    static let longestBacklog = 20
    static let tail = 10

    private let room: Room
    private var byteCount = 0
    private(set) var entries: [WaitingMessage] = []
    private(set) var leftOut: LeftOutMessages?

    init(_ room: Room) { self.room = room }

    mutating func append(_ entry: WaitingMessage) {
        entries.append(entry)
        byteCount += entry.byteCount
        // The first one may be on its way already.
        while entries.count > Self.mostMessages || byteCount > Self.mostBytes, entries.count > 2 { leaveOut(1..<2) }
    }

    /// Leaves out messages that have waited too long.
    /// - Parameter heldSince: since when the room cannot be reached; nil if it can.
    mutating func trim(at now: ContinuousClock.Instant, heldSince: ContinuousClock.Instant?) {
        let isLate = { (entry: WaitingMessage) in entry.isAnswer && now - entry.since > Self.longestAnswerAge }
        for entry in entries where isLate(entry) {
            byteCount -= entry.byteCount
            entry.receipt.set(.failure(ChatError(.transient, "The answer has waited for too long.")))
        }
        entries.removeAll(where: isLate)
        leaveOut(0..<entries.prefix { now - $0.since > Self.longestAge }.count)
        if entries.count > Self.longestBacklog, let heldSince, now - heldSince > Self.longestHold {
            leaveOut(0..<entries.count - Self.tail)
        }
    }

    /// Notes that the room was told, or will not be told, that this many messages were left out.
    mutating func settle(leftOut count: Int) { leftOut = leftOut?.without(count) }

    /// Changes the entry of the message that is being sent; nil if it is not in the queue any more.
    mutating func update<Result>(_ entry: WaitingMessage, _ change: (inout WaitingMessage) -> Result) -> Result? {
        entries.first?.key == entry.key ? change(&entries[0]) : nil
    }

    /// Removes the message that was sent, and inserts its follow-up message in its place, if there is one.
    mutating func remove(_ entry: WaitingMessage, followedBy next: WaitingMessage?) {
        guard entries.first?.key == entry.key else { return }
        byteCount += (next?.byteCount ?? 0) - entry.byteCount
        entries.replaceSubrange(0..<1, with: next.map { [$0] } ?? [])
    }

    /// Removes all messages.
    mutating func removeAll() -> [WaitingMessage] {
        defer { (entries, byteCount) = ([], 0) }
        return entries
    }

    private mutating func leaveOut(_ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var leftOut = leftOut ?? LeftOutMessages(since: entries[range.lowerBound].time)
        for entry in entries[range] {
            byteCount -= entry.byteCount
            entry.receipt.set(
                .failure(ChatError(.transient, "Too many messages wait for \(room): this one is left out.")))
        }
        entries.removeSubrange(range)
        leftOut.add(range.count)
        self.leftOut = leftOut
    }
}
