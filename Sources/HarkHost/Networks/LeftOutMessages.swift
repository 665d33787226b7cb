/// Counts a room's messages that were left out and not reported there yet.
struct LeftOutMessages: Sendable {
    private(set) var count: Int
    /// When the first of them was left out, for people.
    private let since: BotTime
    /// The key of the message that reports them.
    private(set) var key = OutgoingMessage.newKey()

    /// An empty count that starts now.
    init(since: BotTime) { (count, self.since) = (0, since) }

    mutating func add(_ count: Int) { self.count += count }

    /// The remaining count after some were reported; nil if none remain.
    func without(_ said: Int) -> LeftOutMessages? {
        guard count > said else { return nil }
        var rest = self
        rest.count -= said
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
