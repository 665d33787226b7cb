import HarkEvents

/// A message on its way to the server.
struct PendingMessage {
    let message: OutgoingMessage
    /// As the host named the room.
    let target: String
    let folded: String
    /// Lines that the server took in an earlier attempt.
    let skipped: Int

    /// How far it is.
    enum Stage {
        case entering
        case queued
        /// All lines are sent, since then.
        case sent(ContinuousClock.Instant)
    }

    /// What the server's refusal of a line leads to, once nothing of the message is under way.
    enum Verdict {
        case failed(ChatError)
        /// It is said in another way.
        case again
    }

    var stage = Stage.entering
    var verdict: Verdict?
    var lineCount = 0
    var sentCount = 0
    var takenCount = 0
    /// The network's identifier of its first line.
    var id: MessageID?
    /// Whether it was sent once more, because the first attempt showed that something had to be changed.
    var isSecondAttempt = false
    /// Whether it was sent as NOTICE.
    var isNotice = false
}
