import HarkEvents
import Synchronization

/// People's messages to the outgoing webhook whose requests wait for an answer. The first answer is the response to the
/// request, because Teams shows no other in the thread of the question; later messages, and those that answer nothing,
/// go to the flow of the room.
final class PendingReplies: Sendable {
    private typealias Answers = AsyncStream<OutgoingMessage>.Continuation

    private struct State {
        var inbox: ChatInbox?
        /// By room and message. There are only as many as requests in progress.
        var answers: [String: Answers] = [:]
    }

    private let state = Mutex(State())

    /// Starts accepting questions, which go to this inbox.
    func open(_ inbox: ChatInbox) { state.withLock { $0.inbox = inbox } }

    /// Stops accepting questions.
    func close() { state.withLock { $0.inbox = nil } }

    /// Passes a question to the bot, and waits for the first answer.
    /// - Parameters:
    ///   - question: a person's message; it has an identifier.
    ///   - patience: how long to wait.
    ///   - clock: measures the time.
    /// - Returns: the answer; nil if there is none in time.
    /// - Throws: `Rejection` 503 if the bot does not listen yet.
    func ask(
        _ question: IncomingMessage, within patience: Duration, _ clock: BotClock
    ) async throws(Rejection) -> OutgoingMessage? {
        let key = Self.key(question.id, in: question.room)
        let (answers, continuation) = AsyncStream.makeStream(
            of: OutgoingMessage.self, bufferingPolicy: .bufferingOldest(1))
        let inbox = state.withLock { state in
            state.answers.updateValue(continuation, forKey: key)?.finish()
            return state.inbox
        }
        defer { end(key) }
        guard let inbox else { throw Rejection(.serviceUnavailable, "The bot does not listen to Teams yet.") }
        let deadline = clock.steady + patience
        let timer = Task {
            if (try? await clock.sleep(until: deadline)) != nil { end(key) }
        }
        defer { timer.cancel() }
        await inbox.receive(question)
        for await answer in answers { return answer }
        return nil
    }

    /// Uses a message as the first answer to a question whose request is waiting.
    /// - Returns: whether the message was used.
    func take(_ message: OutgoingMessage, in room: Room) -> Bool {
        guard let id = message.replyTo,
            let answers = state.withLock({ $0.answers.removeValue(forKey: Self.key(id, in: room)) }),
            case .enqueued = answers.yield(message)
        else { return false }
        return true
    }

    private func end(_ key: String) { state.withLock { $0.answers.removeValue(forKey: key) }?.finish() }

    private static func key(_ id: MessageID?, in room: Room) -> String { "\(room.name) \(id?.text ?? "")" }
}
