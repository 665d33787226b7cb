import HarkEvents

/// A message on its way to the server.
struct PendingMessage {
    let message: OutgoingMessage
    /// As the host named the room.
    let target: String
    let folded: String
    /// How much of it the server took in earlier attempts.
    private(set) var earlier: MessageProgress

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
    /// Where the lines of this attempt end, in characters of the message.
    private var ends: [Int] = []

    init(message: OutgoingMessage, target: String, folded: String, after progress: MessageProgress) {
        self.message = message
        self.target = target
        self.folded = folded
        earlier = progress
    }

    /// How much of it the server has taken.
    var progress: MessageProgress {
        let count = min(takenCount, ends.count)
        guard count > 0 else { return earlier }
        return MessageProgress(lines: earlier.lines + count, characters: ends[count - 1])
    }

    /// Begins an attempt with what is left.
    /// - Parameter ends: where its lines end.
    mutating func begin(_ ends: [Int]) {
        earlier = progress
        self.ends = ends
        (lineCount, sentCount, takenCount) = (ends.count, 0, 0)
        stage = .queued
    }
}
