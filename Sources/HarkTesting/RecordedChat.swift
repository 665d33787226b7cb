public import HarkHost
private import Synchronization

/// A chat network that records the bot's messages for tests.
public final class RecordedChat: ChatNetwork {
    /// A message of the bot, and its room. It can be written as a literal: `"[#ops] api is live."`.
    public struct SentMessage: Sendable, Hashable {
        /// The room.
        public let room: Room
        /// The text.
        public let text: String

        /// A text sent to `room`.
        public init(room: Room, text: String) {
            self.room = room
            self.text = text
        }
    }

    /// The error after `fail()`.
    public static let unreachable = ChatError(.transient, "The recorded chat is unreachable.")

    public static let networkName: NetworkName = "recorded"

    public static let capabilities = NetworkCapabilities([.threads, .threadsSeenInRoom, .edits, .immediateSending])

    private struct State {
        var messages: [(message: OutgoingMessage, room: Room)] = []
        var isFailing = false
        var unreachable: (rooms: Set<Room>, error: ChatError) = ([], RecordedChat.unreachable)
        var hasDirectMessages = false
    }
    private let state = Mutex(State())

    /// A chat without messages.
    public init() {}

    /// All messages of the bot, in order.
    public var sent: [SentMessage] {
        state.withLock { $0.messages.map { SentMessage(room: $0.room, text: $0.message.text.plain) } }
    }

    /// All messages of the bot, with threads and replies.
    public var messages: [OutgoingMessage] { state.withLock { $0.messages.map(\.message) } }

    /// Makes the network unreachable, or reachable again.
    public func fail(_ isFailing: Bool = true) { state.withLock { $0.isFailing = isFailing } }

    /// Makes these rooms unreachable, and all others reachable.
    /// - Parameter error: what sending to them throws, such as an error of kind `.noSuchRoom`.
    public func fail(in rooms: Set<Room>, with error: ChatError = unreachable) {
        state.withLock { $0.unreachable = (rooms, error) }
    }

    /// Whether people can be written to in direct messages: in rooms named `@` and their identifier. They cannot be
    /// before a test says so.
    public var hasDirectMessages: Bool {
        get { state.withLock { $0.hasDirectMessages } }
        set { state.withLock { $0.hasDirectMessages = newValue } }
    }

    public func directRoom(of person: Person) -> Room? {
        hasDirectMessages ? Room(named: "@\(person.id)", on: nil) : nil
    }

    public func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        try state.withLock { state throws(ChatError) in
            if state.isFailing { throw Self.unreachable }
            if state.unreachable.rooms.contains(room) { throw state.unreachable.error }
            state.messages.append((message, room))
        }
        return nil
    }

    /// Receives nothing: tests send messages with `BotUnderTest.send`.
    public func run(_ inbox: ChatInbox) async throws {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}

extension RecordedChat.SentMessage: ExpressibleByStringLiteral, CustomStringConvertible {
    public init(stringLiteral value: String) {
        let parts = value.split(separator: "] ", maxSplits: 1, omittingEmptySubsequences: false)
        let room = parts[0].hasPrefix("[") ? parts[0].dropFirst() : parts[0]
        self.init(room: Room(String(room)), text: parts.count == 2 ? String(parts[1]) : "")
    }

    public var description: String { "[\(room)] \(text)" }
}
