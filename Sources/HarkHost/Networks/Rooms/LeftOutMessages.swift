internal import HarkStore

/// Counts a room's messages that were left out and not reported there yet.
struct LeftOutMessages: Sendable {
    private(set) var count: Int
    /// When the first of them was left out, for people.
    private let since: BotTime
    /// The key of the message that reports them.
    private(set) var key = OutgoingMessage.newKey()
    /// Those that the store still has as unsent. If the bot ends before the room was told, it counts them again.
    private(set) var folded: [StoredMessageID] = []

    /// An empty count that starts now.
    init(since: BotTime) { (count, self.since) = (0, since) }

    /// - Parameters:
    ///   - count: how many more are left out.
    ///   - folded: those among them that the store has as unsent until the room was told.
    mutating func add(_ count: Int, folded: [StoredMessageID] = []) {
        self.count += count
        self.folded += folded
    }

    /// The remaining count after some were reported; nil if none remain.
    func without(_ reported: Int) -> LeftOutMessages? {
        guard count > reported else { return nil }
        var rest = self
        rest.count -= reported
        rest.folded = []
        rest.key = OutgoingMessage.newKey()
        return rest
    }

    /// The text that reports them to the room.
    /// - Parameter waitingCount: how many messages follow it.
    func summary(before waitingCount: Int) -> String {
        let what = count == 1 ? "1 message was" : "\(count) messages were"
        let rest =
            switch waitingCount {
            case 0: ""
            case 1: "; the last one follows"
            default: "; the last \(waitingCount) follow"
            }
        return "\(what) left out here since \(since), because this room could not be reached\(rest)."
    }
}
