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
    /// What became of it.
    let receipt = OneShot<Receipt>()

    /// How much of a queue's room it takes.
    var byteCount: Int { message.text.plain.utf8.count }
}
