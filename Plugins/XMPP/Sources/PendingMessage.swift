import HarkEvents

/// A message to a room or a person that is being sent.
struct PendingMessage {
    /// The content of a message.
    enum Content {
        case text(OutgoingMessage)
        /// A replacement of an earlier message.
        case correction(MessageID, OutgoingMessage)
        case reaction(Reaction, MessageID)
        /// None: the bot only joins the room.
        case visit
    }

    /// The stage of sending.
    enum Stage {
        /// The server is asked whether the address is a room.
        case asking(since: ContinuousClock.Instant)
        case entering(since: ContinuousClock.Instant)
        case sent(since: ContinuousClock.Instant)
    }

    let content: Content
    /// The room as the host named it.
    let name: String
    let jid: JID
    /// The identifier of its stanza.
    let stanza: String
    var stage: Stage
    var isRoom = false
    /// Whether it was sent again, because the room had forgotten the bot.
    var isSecondAttempt = false

    /// When it has waited too long.
    var deadline: ContinuousClock.Instant {
        switch stage {
        case .asking(let since): since + .seconds(20)
        // The limit for joining is shorter.
        case .entering(let since): since + .seconds(60)
        case .sent(let since): since + .seconds(20)
        }
    }

    var isSent: Bool { if case .sent = stage { true } else { false } }
}
