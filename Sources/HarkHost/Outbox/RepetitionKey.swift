private import HarkTLS

/// Identifies what a delivery says in a room, so that a handler that runs again does not say it again.
enum RepetitionKey {
    /// The key of a message of the delivery that the current task handles; nil if that delivery is not stored. The same
    /// message has another key for each time that one attempt says it, and after a replay of the delivery.
    static func next(for message: Message, in room: String, on network: NetworkName) -> UInt128? {
        guard let record = AnnouncementRecord.current, let delivery = record.delivery else { return nil }
        let thread: [String] =
            switch message.thread {
            case .message(let id): ["message", id.text]
            case .subject(let subject): ["subject", subject.verbatim]
            case nil: ["", ""]
            }
        let parts =
            ["\(delivery.id)", "\(delivery.generation)", network.text, room]
            + [(message.unaddressed ?? message.text).plain]
            + [message.severity?.rawValue ?? "", message.replaces?.text.verbatim ?? ""] + thread
        // With their lengths, different parts never make the same bytes.
        let bytes = parts.flatMap { part in Array("\(part.utf8.count) ".utf8) + Array(part.utf8) }
        let digest = HashAlgorithm.sha256.shortDigest(of: bytes)
        return digest &+ UInt128(record.countOccurrence(of: digest))
    }
}
