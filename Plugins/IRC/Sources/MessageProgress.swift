/// How much of a message the server has accepted.
struct MessageProgress: Equatable, Sendable {
    /// Lines, as they were sent.
    var lines = 0
    /// Characters of the message's own lines, because the next attempt may split them differently.
    var characters = 0
}
