/// A query without an answer so far.
struct PendingQuery {
    enum Subject: Equatable {
        /// Whether the server responds.
        case ping
        /// After a message to a person: an error about the message arrives before the answer.
        case barrier(Int)
        /// Whether a domain is a service for rooms.
        case domain(String)
        /// The features of a room's service.
        case features(room: String)
        /// Whether a room to be checked exists: joining a missing room would create it.
        case existence(visit: Int)
        /// Whether the bot is still in a room (XEP-0410).
        case presence(room: String)

        /// Whether it concerns the bot's own connection or rooms, or a message that was sent already.
        var isOwn: Bool {
            switch self {
            case .ping, .barrier, .presence: true
            case .domain, .features, .existence: false
            }
        }
    }

    let subject: Subject
    /// The entity that is asked; nil for the server.
    let target: JID?
    let time: ContinuousClock.Instant
}
