/// A question whose answer is awaited.
struct PendingQuery {
    enum Subject: Equatable {
        /// Whether the server is there.
        case ping
        /// Behind a message to a person: what the server has against the message comes before the answer.
        case barrier(Int)
        /// Whether a domain is one of rooms.
        case domain(String)
        /// What the service of a room sees to.
        case features(room: String)
        /// Whether a room is there that is to be visited: entering one that is not makes it.
        case existence(visit: Int)
        /// Whether the bot is still in a room (XEP-0410).
        case presence(room: String)

        /// Whether it concerns the bot's own connection, or a message that is sent already.
        var isOwn: Bool {
            switch self {
            case .ping, .barrier, .presence: true
            case .domain, .features, .existence: false
            }
        }
    }

    let subject: Subject
    /// Who is asked; nil for the server.
    let target: JID?
    let time: ContinuousClock.Instant
}
