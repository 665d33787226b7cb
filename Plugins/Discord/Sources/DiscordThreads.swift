import HarkEvents
import Synchronization

/// Says messages in channels and in their threads. A thread is a channel of its own; one that a message begins has the
/// message's identifier (docs.discord.com/developers/topics/threads).
final class DiscordThreads: Sendable {
    /// Most messages of which the beginning is kept, to name a thread by.
    private static let mostNames = 1000

    /// How long the same words in the room are taken for what was said there in place of a thread: they follow at once.
    private static let echoTime = Duration.seconds(30)

    /// The longest name of a thread, in Unicode scalars.
    private static let longestName = 100

    private let api: DiscordAPI
    private let directory: DiscordDirectory
    private let names = Mutex<[String: String]>([:])

    /// The last message of a channel that was said there though it belongs into a thread.
    private struct Substitute: Sendable {
        let message: OutgoingMessage
        let id: MessageID?
        let time: ContinuousClock.Instant

        /// Whether a message that is to be said now says the same in the room.
        func isSame(as other: OutgoingMessage, at now: ContinuousClock.Instant) -> Bool {
            other.thread == nil && other.replyTo == nil && other.text == message.text
                && other.severity == message.severity && now - time < DiscordThreads.echoTime
        }
    }
    private let substitutes = Mutex<[String: Substitute]>([:])

    init(_ api: DiscordAPI, _ directory: DiscordDirectory) {
        self.api = api
        self.directory = directory
    }

    /// Says a message in a channel, or in its thread. Where no thread can be begun, it answers the message that would
    /// have begun one.
    /// - Parameter isDirect: whether the channel is a direct talk, which has no threads.
    func send(
        _ message: OutgoingMessage, in channel: String, isDirect: Bool
    ) async throws(ChatError) -> MessageID? {
        let replyTo = message.replyTo.map(DiscordMessageID.init)
        let earlier = substitutes.withLock { $0.removeValue(forKey: channel) }
        guard let first = message.thread.map(DiscordMessageID.init) else {
            // What ends a subject is said in the room too, which has it already where there are no threads.
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
                // The thread was deleted, or never was: the message is said in the room.
                guard error.kind == .noSuchRoom else { throw error }
                directory.forget(thread)
            }
        }
        let id = try await post(message, in: channel, of: channel, reference: first.message)
        substitutes.withLock { substitutes in
            if substitutes.count >= Self.mostNames { substitutes.removeAll() }
            substitutes[channel] = Substitute(message: message, id: id, time: api.clock.steady)
        }
        return id
    }

    private func post(
        _ message: OutgoingMessage, in channel: String, of room: String, reference: String?
    ) async throws(ChatError) -> MessageID? {
        let body = DiscordBody.create(message, reference: reference)
        let answer = try await api.call(.post, "/channels/\(channel)/messages", body)
        guard let id = answer.id.asText?.verbatim, id.isSnowflake else { return nil }
        if channel == room { keepName(of: message, as: id) }
        return DiscordMessageID(id, thread: channel == room ? nil : channel).messageID
    }

    /// Whether there is a thread, which is begun unless it is known.
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
        // A thread that began without a message, or whose message is gone.
        case .refused(code: DiscordRefusal.unknownMessage, _): return true
        case .refused(_, let error):
            if error.kind == .noSuchRoom { throw error }
            return false
        }
    }

    private func keepName(of message: OutgoingMessage, as id: String) {
        names.withLock { names in
            if names.count >= Self.mostNames { names.removeAll() }
            names[id] = Self.name(for: message)
        }
    }

    /// The first line of a message, as the name of a thread.
    private static func name(for message: OutgoingMessage) -> String {
        let line = message.text.plain.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let name = String(String.UnicodeScalarView(line.unicodeScalars.prefix(longestName)))
        return name.unicodeScalars.allSatisfy(\.properties.isWhitespace) ? "Thread" : name
    }
}
