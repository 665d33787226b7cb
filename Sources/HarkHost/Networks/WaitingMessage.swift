/// A message that waits to be said in a room.
struct WaitingMessage: Sendable {
    let message: Message
    /// Whether somebody has asked for it: it is worth nothing to them later.
    let isAnswer: Bool
    /// Under which the network knows it again.
    let key = OutgoingMessage.newKey()
    let since: ContinuousClock.Instant
    /// The time of day, for people.
    let time: BotTime
    /// Since when the network may have it already.
    var inDoubtSince: ContinuousClock.Instant?
    /// Whether it was sent with a mark, because it may stand there twice.
    var isMarked = false
    /// How it fares while the network is connected; nil as long as it was not refused.
    var trouble: Trouble?
    /// What became of it.
    let receipt = OneShot<Receipt>()

    /// How much of a queue's room it takes.
    var byteCount: Int { message.text.plain.utf8.count }
}

extension WaitingMessage {
    /// The tries of a message that the network refuses though it is connected.
    struct Trouble: Sendable {
        /// Most tries while other messages are taken.
        static let mostTries = 10

        /// Longest time of tries while none is.
        static let longestTime = Duration.seconds(3600)

        let since: ContinuousClock.Instant
        /// How many messages the network had taken then.
        let takenCount: Int
        var tryCount = 0

        /// Whether there is no hope: others are taken, or it has lasted too long.
        func isHopeless(at now: ContinuousClock.Instant, _ progress: NetworkProgress) -> Bool {
            tryCount >= Self.mostTries && progress.takenCount > takenCount || now - since > Self.longestTime
        }
    }
}

/// How a network does, as far as the queue of a room has to know.
struct NetworkProgress: Sendable {
    let isConnected: Bool
    /// How many messages it has taken, in all rooms.
    let takenCount: Int
}
