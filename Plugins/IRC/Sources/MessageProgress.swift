/// How much of a message the server has accepted.
struct MessageProgress: Equatable, Sendable {
    /// Lines, as they were sent.
    var lines = 0
    /// Characters of the message's own lines, because the next attempt may split them differently.
    var characters = 0
}

/// How much of each message was accepted on lost connections, by the messages' keys; bounded.
struct Beginnings {
    private static let limit = 200

    private var known: [String: MessageProgress] = [:]
    private var order: [String] = []

    /// The progress of a message.
    subscript(key: String) -> MessageProgress {
        get { known[key] ?? MessageProgress() }
        set {
            if known.removeValue(forKey: key) != nil { order.removeAll { $0 == key } }
            guard newValue.lines > 0 else { return }
            known[key] = newValue
            order.append(key)
            if order.count > Self.limit { known[order.removeFirst()] = nil }
        }
    }
}
