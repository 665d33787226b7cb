import HarkEvents
import Synchronization

/// Sends messages to channels and to their threads. A thread is a channel; one that starts from a message has the
/// message's identifier (docs.discord.com/developers/topics/threads).
final class DiscordThreads: Sendable {
    /// Most messages whose beginning is remembered, to name a thread, and most channels whose substitute is.
    private static let bound = 1000

    /// How long a message to the room counts as a repetition of one that was sent there instead of its thread: a
    /// repetition follows at once.
    private static let echoTime = Duration.seconds(30)

    /// The longest name of a thread, in Unicode scalars.
    private static let longestName = 100

    private let api: DiscordAPI
    private let directory: DiscordDirectory
    private let names = Mutex(BoundedMap<String, String>(limit: bound))

    /// The last message that was sent to a channel instead of its thread.
    private struct Substitute: Sendable {
        let message: OutgoingMessage
        let id: MessageID?
        let time: ContinuousClock.Instant

        /// Whether another message, to be sent now, is for the room itself, and repeats this one.
        func isSame(as other: OutgoingMessage, at now: ContinuousClock.Instant) -> Bool {
            other.thread == nil && other.replyTo == nil && other.text == message.text
                && other.severity == message.severity && now - time < DiscordThreads.echoTime
        }
    }
    private let substitutes = Mutex(BoundedMap<String, Substitute>(limit: bound))

    init(_ api: DiscordAPI, _ directory: DiscordDirectory) {
        self.api = api
        self.directory = directory
    }

    /// Sends a message to a channel, or to its thread. If no thread can be started, it replies to the message that
    /// would have started one.
    /// - Parameter isDirect: whether the channel is for direct messages, which have no threads.
    func send(
        _ message: OutgoingMessage, in channel: String, isDirect: Bool
    ) async throws(ChatError) -> MessageID? {
        let replyTo = message.replyTo.map(DiscordMessageID.init)
        let earlier = substitutes.withLock { substitutes in
            defer { substitutes[channel] = nil }
            return substitutes[channel]
        }
        guard let first = message.thread.map(DiscordMessageID.init) else {
            // News that ends a subject is sent to the room too, which has it already if there are no threads.
            if let earlier, earlier.isSame(as: message, at: api.clock.steady) { return earlier.id }
            return try await post(message, in: replyTo?.thread ?? channel, of: channel, reference: replyTo?.message)
        }
        let thread = first.thread ?? first.message
        if thread == channel {
            return try await post(message, in: channel, of: channel, reference: replyTo?.message)
        }
        if !isDirect, try await isOpen(thread, in: channel, for: message) {
            let reference = replyTo?.thread == thread ? replyTo?.message : nil
            do {
                return try await post(message, in: thread, of: channel, reference: reference)
            } catch {
                // The thread was deleted, or never existed: the message is sent to the room.
                guard error.kind == .noSuchRoom else { throw error }
                directory.forget(thread)
            }
        }
        let id = try await post(message, in: channel, of: channel, reference: first.message)
        let substitute = Substitute(message: message, id: id, time: api.clock.steady)
        substitutes.withLock { $0[channel] = substitute }
        return id
    }

    private func post(
        _ message: OutgoingMessage, in channel: String, of room: String, reference: String?
    ) async throws(ChatError) -> MessageID? {
        let body = DiscordBody.create(message, reference: reference)
        let answer = try await api.call(.post, "/channels/\(channel)/messages", body)
        guard let id = answer.id.asText?.verbatim, id.isSnowflake else { return nil }
        if channel == room { names.withLock { $0[id] = Self.name(for: message) } }
        return DiscordMessageID(id, thread: channel == room ? nil : channel).messageID
    }

    /// Whether the thread exists; it is started if it is not known.
    private func isOpen(
        _ thread: String, in channel: String, for message: OutgoingMessage
    ) async throws(ChatError) -> Bool {
        if directory.isThread(thread) { return true }
        let name = names.withLock { $0[thread] } ?? Self.name(for: message)
        switch try await api.answer(
            .post, "/channels/\(channel)/messages/\(thread)/threads", ["name": .string(name)])
        {
        case .done, .refused(code: DiscordRefusal.threadExists, _):
            directory.learnThread(thread, of: channel)
            return true
        // A thread that did not start from a message, or whose message is gone.
        case .refused(code: DiscordRefusal.unknownMessage, _): return true
        case .refused(_, let error):
            if error.kind == .noSuchRoom { throw error }
            return false
        }
    }

    /// The name of a thread: the first line of its message.
    private static func name(for message: OutgoingMessage) -> String {
        let line = message.text.withoutControls.plain.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let name = String(String.UnicodeScalarView(line.unicodeScalars.prefix(longestName)))
        return name.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? "Thread" : name
    }
}
