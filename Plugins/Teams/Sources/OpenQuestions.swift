import HarkEvents
import Synchronization

/// What people have said to the outgoing webhook, while the requests that it came with wait for an answer. The first
/// answer goes back on the request, as Teams shows no other one in the thread of the question; what comes later, or to
/// nobody's question, is for the flow of the room.
final class OpenQuestions: Sendable {
    private typealias Answers = AsyncStream<OutgoingMessage>.Continuation

    private struct State {
        var inbox: ChatInbox?
        /// By room and message. There are no more of them than requests that are being handled.
        var answers: [String: Answers] = [:]
    }

    private let state = Mutex(State())

    /// Takes the bot's ears: from now on it can be asked.
    func open(_ inbox: ChatInbox) { state.withLock { $0.inbox = inbox } }

    /// Asks it nothing more.
    func close() { state.withLock { $0.inbox = nil } }

    /// Asks the bot, and waits for the first answer.
    /// - Parameters:
    ///   - question: what a person said; it has an identifier.
    ///   - patience: how long to wait.
    ///   - clock: measures the time.
    /// - Returns: the answer; nil when there is none in time.
    /// - Throws: `Rejection` 503 before the bot hears anything.
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
        let timer = Task {
            if (try? await clock.sleep(for: patience)) != nil { end(key) }
        }
        defer { timer.cancel() }
        await inbox.receive(question)
        for await answer in answers { return answer }
        return nil
    }

    /// Takes the first answer to a question whose request waits.
    /// - Returns: whether it is said with that.
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
