import HarkEvents

/// A message that is being sent.
struct PendingMessage {
    let message: OutgoingMessage
    /// The room as the host named it.
    let target: String
    let folded: String
    /// How much of it the server accepted in earlier attempts.
    private(set) var earlier: MessageProgress

    /// The stage of sending.
    enum Stage {
        case entering
        case queued
        /// All lines were sent, at this time.
        case sent(ContinuousClock.Instant)
    }

    /// The consequence of a refused line, once no line of the message is in flight.
    enum Verdict {
        case failed(ChatError)
        /// It is sent in another way.
        case again
    }

    var stage = Stage.entering
    var verdict: Verdict?
    var lineCount = 0
    var sentCount = 0
    var takenCount = 0
    /// The network's identifier of its first line.
    var id: MessageID?
    /// Whether it was sent again because the first attempt showed that something had to be changed.
    var isSecondAttempt = false
    /// Whether it was sent as NOTICE.
    var isNotice = false
    /// The ends of this attempt's lines, in characters of the message.
    private var ends: [Int] = []

    init(message: OutgoingMessage, target: String, folded: String, after progress: MessageProgress) {
        self.message = message
        self.target = target
        self.folded = folded
        earlier = progress
    }

    /// How much of it the server has accepted.
    var progress: MessageProgress {
        let count = min(takenCount, ends.count)
        guard count > 0 else { return earlier }
        return MessageProgress(lines: earlier.lines + count, characters: ends[count - 1])
    }

    /// Starts an attempt with the rest.
    /// - Parameter ends: the ends of its lines.
    mutating func begin(_ ends: [Int]) {
        earlier = progress
        self.ends = ends
        (lineCount, sentCount, takenCount) = (ends.count, 0, 0)
        stage = .queued
    }
}

/// How much of a message the server has accepted.
struct MessageProgress: Equatable, Sendable {
    /// Lines, as they were sent.
    var lines = 0
    /// Characters of the message's own lines, because the next attempt may split them differently.
    var characters = 0
}
