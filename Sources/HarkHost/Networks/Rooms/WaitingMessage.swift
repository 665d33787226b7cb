internal import HarkStore

/// A queued message of a room.
struct WaitingMessage: Sendable {
    /// The message, and how far sending it has come.
    var content: QueuedMessage
    /// Its number in the store; nil if it is not stored.
    let stored: StoredMessageID?
    /// Whether somebody asked for it: a late answer is worthless.
    let isAnswer: Bool
    let since: ContinuousClock.Instant
    /// When it was queued, for people.
    let time: BotTime
    /// Since when the network may have it already.
    var inDoubtSince: ContinuousClock.Instant?
    /// Its failures while the network is connected; nil if there were none.
    var trouble: Trouble?
    /// Its result.
    let receipt = OneShot<Receipt>()

    /// The key by which the network recognises it.
    var key: String { content.key }

    /// How much of the queue's byte limit it uses.
    var byteCount: Int { content.message.text.plain.utf8.count }

    /// What follows after it was posted in its thread: a copy for the room.
    func copy(_ content: QueuedMessage) -> WaitingMessage {
        WaitingMessage(content: content, stored: stored, isAnswer: isAnswer, since: since, time: time)
    }
}

extension WaitingMessage {
    /// The failed tries of a message while its network is connected.
    struct Trouble: Sendable {
        /// Most tries if the network accepts other messages meanwhile.
        static let mostTries = 10

        /// Longest time of retrying in any case.
        static let longestTime = Duration.seconds(3600)

        let since: ContinuousClock.Instant
        /// How many messages the network had accepted then.
        let takenCount: Int
        var tryCount = 0

        /// Whether to give the message up: others were accepted meanwhile, or it has been retried for too long.
        func isHopeless(at now: ContinuousClock.Instant, _ progress: NetworkProgress) -> Bool {
            tryCount >= Self.mostTries && progress.takenCount > takenCount || now - since > Self.longestTime
        }
    }
}

/// The state of a network, as far as the queue of a room needs it.
struct NetworkProgress: Sendable {
    let isConnected: Bool
    /// How many messages it has accepted, in all rooms.
    let takenCount: Int
}
