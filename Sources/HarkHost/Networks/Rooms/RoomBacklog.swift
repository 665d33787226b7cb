internal import HarkStore
private import Synchronization

/// The queued messages of one room, in order and within bounds. Messages beyond a bound are left out and counted.
struct RoomBacklog: Sendable {
    /// Most messages that may wait; beyond that, the oldest are left out.
    static let mostMessages = 1_000

    /// Most bytes of text that may wait.
    static let mostBytes = 1 << 20

    /// Most messages that may wait in all rooms of the bot; beyond that, the oldest of a room with a new one is left
    /// out.
    static let mostInAll = 20_000

    /// An answer that has waited this long is dropped without being counted.
    static let longestAnswerAge = Duration.seconds(300)

    /// When the room could not be reached for this long, only the last `tail` of more than `longestBacklog` messages
    /// are sent.
    static let longestHold = Duration.seconds(300)
    static let longestBacklog = 20
    static let tail = 10

    private let room: Room
    private let longestAge: Duration
    private let total: MessageTotal
    private let droppedCount: Counter
    private var byteCount = 0
    private(set) var entries: [WaitingMessage] = []
    private(set) var leftOut: LeftOutMessages?
    /// Stored messages that were left out for good, which the store does not know yet.
    private(set) var dropped: [StoredMessageID] = []

    /// - Parameters:
    ///   - room: the room.
    ///   - longestAge: a message that has waited this long is left out.
    ///   - total: the number of messages that wait in all rooms.
    ///   - dropped: counts the messages that will not be sent any more.
    init(_ room: Room, longestAge: Duration, total: MessageTotal, dropped: Counter = Counter()) {
        self.room = room
        self.longestAge = longestAge
        self.total = total
        droppedCount = dropped
    }

    mutating func append(_ entry: WaitingMessage) {
        entries.append(entry)
        total.add(1)
        byteCount += entry.byteCount
        // The first one may be on its way already.
        if total.count > Self.mostInAll, entries.count > 2 { leaveOut(1..<2) }
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
        let count = entries.count
        entries.removeAll(where: isLate)
        total.add(entries.count - count)
        droppedCount.add(count - entries.count)
        leaveOut(0..<entries.prefix { now - $0.since > longestAge }.count)
        if entries.count > Self.longestBacklog, let heldSince, now - heldSince > Self.longestHold {
            leaveOut(0..<entries.count - Self.tail, folds: true)
        }
    }

    /// Notes that the room was told, or will not be told, that this many messages were left out.
    /// - Returns: those of them that the store still has as unsent.
    mutating func settle(leftOut count: Int) -> [StoredMessageID] {
        let folded = leftOut?.folded ?? []
        leftOut = leftOut?.without(count)
        return folded
    }

    /// The stored messages that were left out for good since the last call.
    mutating func takeDropped() -> [StoredMessageID] {
        defer { dropped = [] }
        return dropped
    }

    /// Changes the entry of the message that is being sent; nil if it is not in the queue any more.
    mutating func update<Result>(_ entry: WaitingMessage, _ change: (inout WaitingMessage) -> Result) -> Result? {
        entries.first?.receipt === entry.receipt ? change(&entries[0]) : nil
    }

    /// Removes the message that was sent, and inserts what follows in its place, if something does.
    mutating func remove(_ entry: WaitingMessage, followedBy next: WaitingMessage?) {
        guard entries.first?.receipt === entry.receipt else { return }
        byteCount += (next?.byteCount ?? 0) - entry.byteCount
        total.add(next == nil ? -1 : 0)
        entries.replaceSubrange(0..<1, with: next.map { [$0] } ?? [])
    }

    /// Removes the messages.
    /// - Parameter keepsFirst: whether the first one stays, because it is being sent.
    mutating func removeAll(keepsFirst: Bool) -> [WaitingMessage] {
        let removed = Array(entries.dropFirst(keepsFirst ? 1 : 0))
        entries.removeLast(removed.count)
        total.add(-removed.count)
        byteCount = entries.reduce(0) { $0 + $1.byteCount }
        return removed
    }

    /// - Parameter folds: whether the room could not be reached for so long that its report replaces them; else they
    ///   are dropped.
    private mutating func leaveOut(_ range: Range<Int>, folds: Bool = false) {
        guard !range.isEmpty else { return }
        var leftOut = leftOut ?? LeftOutMessages(since: entries[range.lowerBound].time)
        for entry in entries[range] {
            byteCount -= entry.byteCount
            entry.receipt.set(
                .failure(ChatError(.transient, "Too many messages wait for \(room): this one is left out.")))
        }
        let stored = entries[range].compactMap(\.stored)
        if !folds { dropped += stored }
        entries.removeSubrange(range)
        total.add(-range.count)
        droppedCount.add(range.count)
        leftOut.add(range.count, folded: folds ? stored : [])
        self.leftOut = leftOut
    }
}

/// The number of messages that wait in all rooms of a bot.
final class MessageTotal: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add(_ count: Int) { value.add(count, ordering: .relaxed) }
}
