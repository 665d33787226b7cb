/// Something that a person said where the bot can hear it.
public struct IncomingMessage: Sendable, Hashable {
    /// The words; of an endless run of combining marks the first 30.
    public let text: String

    /// Who said them.
    public let sender: Person

    /// Where.
    public let room: Room

    /// The thread they were said in, by the network's identifier, or nil for the room itself.
    public let thread: String?

    /// The message's own identifier, if the network gives one.
    public let id: String?

    /// A message heard.
    public init(_ text: String, from sender: Person, in room: Room, thread: String? = nil, id: String? = nil) {
        self.text = text.boundingMarks
        self.sender = sender
        self.room = room
        self.thread = thread
        self.id = id
    }
}
