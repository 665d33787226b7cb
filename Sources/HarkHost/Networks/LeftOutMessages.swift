/// How many messages of a room were left out since that was last said there.
struct LeftOutMessages: Sendable {
    private(set) var count: Int
    /// When the first of them came, for people.
    private let since: BotTime
    /// The key under which that is said.
    private(set) var key = OutgoingMessage.newKey()

    /// None yet of those that follow.
    init(since: BotTime) { (count, self.since) = (0, since) }

    mutating func add(_ count: Int) { self.count += count }

    /// These without those that the room has heard of; nil when nothing is left to say.
    func without(_ said: Int) -> LeftOutMessages? {
        guard count > said else { return nil }
        var rest = self
        rest.count -= said
        rest.key = OutgoingMessage.newKey()
        return rest
    }

    /// What the room is told.
    /// - Parameter waitingCount: how many messages follow.
    func summary(before waitingCount: Int) -> String {
        let what = count == 1 ? "1 message was" : "\(count) messages were"
        let rest =
            switch waitingCount {
            case 0: ""
            case 1: "; the last one follows"
            default: "; the last \(waitingCount) follow"
            }
        return "\(what) left out here since \(since), because this room could not be spoken to\(rest)."
    }
}
