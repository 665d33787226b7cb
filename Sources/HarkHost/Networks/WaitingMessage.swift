/// A queued message of a room.
struct WaitingMessage: Sendable {
    let message: Message
    /// Whether somebody asked for it: a late answer is worthless.
    let isAnswer: Bool
    /// The key by which the network recognises it.
    let key = OutgoingMessage.newKey()
    let since: ContinuousClock.Instant
    /// When it was queued, for people.
    let time: BotTime
    /// Since when the network may have it already.
    var inDoubtSince: ContinuousClock.Instant?
    /// Whether it was sent with a mark as a possible repetition.
    var isMarked = false
    /// Its result.
    let receipt = OneShot<Receipt>()

    /// How much of the queue's byte limit it uses.
    var byteCount: Int { message.text.plain.utf8.count }
}
