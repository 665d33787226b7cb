import HarkEvents
import Synchronization

/// Receives the deliveries of the outgoing webhook, as long as the server accepts the bot.
final class RocketChatListener: Sendable {
    /// Longest identifier of a message, in bytes. The server generates 17 characters, but accepts any from a client.
    private static let longestIdentifier = 100

    private struct State {
        var inbox: ChatInbox?
        /// The messages that were received: a delivery whose response is lost is repeated without a mark.
        var received = BoundedSet<String>(limit: 2000)
    }

    private let directory: RocketChatDirectory
    private let clock: BotClock
    private let state = Mutex(State())

    init(directory: RocketChatDirectory, clock: BotClock) {
        self.directory = directory
        self.clock = clock
    }

    /// Listens until its task is cancelled.
    /// - Throws: if the server does not accept the bot.
    func run(_ inbox: ChatInbox) async throws {
        defer { state.withLock { $0.inbox = nil } }
        try await inbox.stayAccepted(clock) {
            _ = try await directory.botName(isFresh: true)
            state.withLock { $0.inbox = inbox }
        }
    }

    /// Handles a delivery; anything but a person's new message is ignored.
    /// - Returns: after which time it should be delivered again, if the bot does not listen yet.
    func take(_ delivery: RocketChatDelivery) async -> Duration? {
        guard let inbox = state.withLock({ $0.inbox }) else { return .seconds(5) }
        guard delivery.isNewMessage(clock), let id = delivery.messageID,
            (1...Self.longestIdentifier).contains(id.utf8.count),
            let person = delivery.userID, RocketChatDirectory.isIdentifier(person), person != directory.api.user,
            let channel = delivery.channelID, RocketChatDirectory.isIdentifier(channel), let text = delivery.text
        else { return nil }
        do throws(ChatError) {
            let username = delivery.userName?.sanitized(to: 80) ?? person
            directory.learn(person: person, username)
            let thread = delivery.tmid.flatMap { $0.utf8.count <= Self.longestIdentifier ? $0 : nil }
            let room = try await self.room(channel, delivery.channelName, person)
            guard let room, state.withLock({ $0.received.insert(id) }) else { return nil }
            for message in [id, thread].compactMap(\.self) { directory.learn(message: message, in: channel) }
            let addressed = IncomingMessage.text(of: text, addressedTo: try await directory.botName())
            let sender = Person(id: person, displayName: username)
            await inbox.receive(
                IncomingMessage(
                    addressed ?? text, from: sender, in: Room(named: room.name, on: nil),
                    thread: thread.map { MessageID($0) },
                    id: MessageID(id), isAddressed: addressed != nil, isDirect: room.isDirect))
            return nil
        } catch {
            return .seconds(5)
        }
    }

    private func room(
        _ channel: String, _ name: String?, _ person: String
    ) async throws(ChatError) -> RocketChatDirectory.DirectRoom? {
        guard let name else { return try await directory.directRoom(channel, with: person) }
        let room = "#\(name)"
        directory.learn(room, is: channel)
        return RocketChatDirectory.DirectRoom(name: room, isDirect: false)
    }
}
