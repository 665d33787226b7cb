/// Which messages of a network started the thread of a subject, and which may be edited later, by room. The latest
/// 2,000 of each are remembered.
struct SentMessages {
    private struct Key: Hashable {
        let room: UntrustedText
        let text: UntrustedText

        init(room: String, text: UntrustedText) { (self.room, self.text) = (UntrustedText(room), text) }
    }

    /// Most subjects, and most keys.
    private static let capacity = 2_000

    private var threads = LeastRecentlyUsed<Key, MessageID?>(capacity: capacity)
    private var replaceable = LeastRecentlyUsed<Key, MessageID?>(capacity: capacity)

    /// The message that started the thread about a subject in a room.
    func thread(about subject: UntrustedText, in room: String) -> MessageID? {
        threads[Key(room: room, text: subject)] ?? nil
    }

    /// The message that a later one with this key replaces.
    func message(of key: MessageKey, in room: String) -> MessageID? {
        replaceable[Key(room: room, text: key.text)] ?? nil
    }

    /// Notes that a message was sent: it starts the thread of its subject unless there is one, and later messages with
    /// its key replace it.
    mutating func insert(_ id: MessageID, of message: Message, in room: String) {
        if case .subject(let subject)? = message.thread {
            threads.update(Key(room: room, text: subject), default: nil) { $0 = $0 ?? id }
        }
        if let key = message.replaces {
            replaceable.update(Key(room: room, text: key.text), default: nil) { $0 = id }
        }
    }

    /// Notes a message that was sent before the start. The messages come in their order, and the latest ones count.
    /// - Parameter thread: the message that started the thread of its subject, unless it did so itself.
    mutating func restore(_ id: MessageID, in thread: MessageID?, of message: Message, room: String) {
        if case .subject(let subject)? = message.thread {
            threads.update(Key(room: room, text: subject), default: nil) { $0 = thread ?? id }
        }
        if let key = message.replaces {
            replaceable.update(Key(room: room, text: key.text), default: nil) { $0 = id }
        }
    }

    /// Forgets the thread and the key of a message that the network does not have any more.
    mutating func forget(_ message: Message, in room: String) {
        if case .subject(let subject)? = message.thread {
            threads.update(Key(room: room, text: subject), default: nil) { $0 = nil }
        }
        if let key = message.replaces {
            replaceable.update(Key(room: room, text: key.text), default: nil) { $0 = nil }
        }
    }
}
