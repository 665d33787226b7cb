/// How much of a message the server has taken.
struct MessageProgress: Equatable, Sendable {
    /// Lines as they were sent.
    var lines = 0
    /// Characters of the message's own lines: the next attempt may have more or less room in each that it sends.
    var characters = 0
}

/// How much of messages was taken over connections that were lost, by the messages' keys; of so many at most.
struct Beginnings {
    private static let limit = 200

    private var known: [String: MessageProgress] = [:]
    private var order: [String] = []

    /// How much was taken of a message.
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
