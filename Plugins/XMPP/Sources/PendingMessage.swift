import HarkEvents

/// Something for a room or a person on its way.
struct PendingMessage {
    /// What is sent.
    enum Content {
        case text(OutgoingMessage)
        /// In the place of what was said before.
        case correction(MessageID, OutgoingMessage)
        case reaction(Reaction, MessageID)
        /// Nothing: the bot enters the room.
        case visit
    }

    /// How far it is.
    enum Stage {
        /// It is asked whether the address is a room.
        case asking(since: ContinuousClock.Instant)
        case entering(since: ContinuousClock.Instant)
        case sent(since: ContinuousClock.Instant)
    }

    let content: Content
    /// As the host named the room.
    let name: String
    let jid: JID
    /// The identifier of its stanza.
    let stanza: String
    var stage: Stage
    var isRoom = false
    /// Whether it was sent once more, because the room had forgotten the bot.
    var isSecondAttempt = false

    /// When it has waited too long.
    var deadline: ContinuousClock.Instant {
        switch stage {
        case .asking(let since): since + .seconds(20)
        // The room itself has less time.
        case .entering(let since): since + .seconds(60)
        case .sent(let since): since + .seconds(20)
        }
    }

    var isSent: Bool { if case .sent = stage { true } else { false } }
}
