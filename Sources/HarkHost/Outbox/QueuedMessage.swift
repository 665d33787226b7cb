/// A message in a queue: what is to be sent, and how far that has come. The outbox stores it in this form.
struct QueuedMessage: Sendable, Equatable {
    /// The message.
    let message: Message
    /// The key by which the network recognises what is sent next.
    private(set) var key: String
    /// Whether it was sent with a mark as a possible repetition.
    private(set) var isMarked = false
    /// Whether it was posted in its thread, so that only the copy for the room is left to send.
    private(set) var isPosted = false
    /// The message that starts the thread in which it was posted, if its subject has one.
    private(set) var thread: MessageID?

    /// A message that has not been sent.
    init(_ message: Message, key: String = OutgoingMessage.newKey()) {
        self.message = message
        self.key = key
    }

    /// What is to be sent next.
    var next: Message {
        var next = isPosted ? Message(message.text, severity: message.severity) : message
        if isMarked { next.text += " (again?)" }
        return next
    }

    /// The same, marked as a possible repetition.
    var marked: QueuedMessage {
        var marked = self
        marked.isMarked = true
        return marked
    }

    /// The same, sent in the thread that starts with a message.
    func sent(in thread: MessageID) -> QueuedMessage {
        var sent = self
        sent.thread = thread
        return sent
    }

    /// What is left after it was posted in its thread: the copy for the room.
    /// - Parameter thread: the message that starts the thread.
    func posted(in thread: MessageID?) -> QueuedMessage {
        var posted = QueuedMessage(message)
        posted.isPosted = true
        posted.thread = thread
        return posted
    }
}

extension QueuedMessage {
    /// The bytes that are stored.
    var bytes: [UInt8] {
        var members: [JSONObject.Member] = [.init("message", message.storedForm), .init("key", .string(key))]
        if isMarked { members.append(.init("marked", true)) }
        if isPosted { members.append(.init("posted", true)) }
        if let thread { members.append(.init("root", .string(thread.text))) }
        return Array(JSONValue.object(JSONObject(members)).serialized().utf8)
    }

    /// The message that was stored.
    /// - Throws: `UnreadableMessage` for what this version does not write.
    init(stored bytes: [UInt8]) throws(UnreadableMessage) {
        let stored: JSONValue
        do throws(JSONSyntaxError) { stored = try JSONValue(parsing: bytes) } catch {
            throw UnreadableMessage("it is not valid JSON")
        }
        guard let message = stored["message"], let key = stored["key"]?.stringValue else {
            throw UnreadableMessage("it is incomplete")
        }
        self.init(try Message(stored: message), key: key)
        isMarked = stored["marked"]?.boolValue ?? false
        isPosted = stored["posted"]?.boolValue ?? false
        thread = stored["root"]?.stringValue.map { MessageID($0) }
    }
}
