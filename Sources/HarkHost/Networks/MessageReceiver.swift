/// Takes the messages that people write: runs their commands, each room's in order, and the listeners, and answers.
final class MessageReceiver: Sendable {
    let commands: CommandRouter
    private let incoming: IncomingQueue
    private let listeners: ListenerTable
    private let networks: NetworkRouter
    private let clock: BotClock
    private let logger: Logger

    /// Receives for a bot.
    /// - Parameter commands: all commands of the bot.
    init(_ bot: PreparedBot, _ commands: CommandRouter) {
        self.commands = commands
        clock = bot.dependencies.clock
        logger = bot.dependencies.logger
        networks = bot.chat.networks
        incoming = IncomingQueue(clock: clock)
        listeners = ListenerTable(bot.registry.plugins.flatMap(\.listeners), clock: clock)
    }

    /// Takes no more messages.
    func close() { incoming.close() }

    /// A command that takes longer gets a reaction that it was received, where the network has reactions.
    private static let silence = Duration.seconds(1)

    /// Time limit of a listener: nobody waits for its answer, and the room's commands queue behind it.
    private static let longestListening = Duration.seconds(10)

    /// An answer with more lines starts a thread, where the network has threads.
    private static let longestAnswer = 12

    /// Takes a message from a network: a command, or text that a listener matches, is answered once, in the room's
    /// order.
    func enqueue(_ message: IncomingMessage) async {
        guard incoming.isNew(message) else { return }
        let isCommand = commands.isForBot(message)
        // Other messages between people cost no more than this check.
        let finds = isCommand ? nil : listeners.finds(in: message)
        guard isCommand || finds?.isEmpty == false else { return }
        // On the terminal, the next line is read only after this one has been answered.
        if networks.capabilities(of: message.room).has(.immediateSending) { return await receive(message, finds) }
        let isAdmin = isCommand && commands.access.isAdmin(message.sender)
        let admission = incoming.take(message, isCommand: isCommand, isAdmin: isAdmin) {
            await self.receive($0, finds)
        }
        guard admission == .refused(isFirst: true), isCommand else { return }
        // Not awaited, so that the network keeps reading: sending the answer may depend on that.
        Task { await answer("Too many commands at once. Try again in a few seconds.", to: message) }
    }

    /// Runs a message's command, or else its listeners, and answers in the message's room.
    func receive(_ message: IncomingMessage) async { await receive(message, nil) }

    /// - Parameter finds: the listeners' matches in it; nil if they were not searched for yet.
    private func receive(_ message: IncomingMessage, _ finds: [ListenerTable.Find]?) async {
        let deadline = clock.steady + Self.silence
        let isSlow = Task { [networks, clock] in
            guard (try? await clock.sleep(until: deadline)) != nil else { return false }
            await networks.react(.seen, to: message)
            return true
        }
        let outcome = await commands.outcome(of: message)
        isSlow.cancel()
        let wasSlow = await isSlow.value
        switch outcome {
        case .noCommand: return await listen(to: message, finds ?? listeners.finds(in: message))
        case .answered(let answer): await self.answer(answer, to: message)
        case .silent: break
        case .failed(let answer):
            await self.answer(answer, to: message)
            if wasSlow { await networks.react(.failed, to: message) }
            return
        }
        // A command without an answer at least shows that it is done.
        if wasSlow || outcome == .silent { await networks.react(.done, to: message) }
    }

    /// Runs the listeners that matched. A listener that fails is logged and sends nothing, because nobody asked it.
    private func listen(to message: IncomingMessage, _ finds: [ListenerTable.Find]) async {
        let invocation = Invocation(message: message, isAdmin: commands.access.isAdmin(message.sender))
        for find in listeners.admitted(finds, in: message.room) {
            do {
                let answer = try await TimeLimit.run(within: Self.longestListening) {
                    try await find.answer(invocation)
                }
                if let answer { await self.answer(answer, to: message) }
            } catch is ParameterMismatch {
                continue
            } catch {
                logger.error(
                    "listener failed", metadata: ["plugin": "\(find.owner)", "error": "\(error)"])
            }
        }
    }

    private func answer(_ answer: Message, to message: IncomingMessage) async {
        var answer = answer
        answer.thread = answer.thread ?? message.thread.map { .message($0) } ?? longAnswerThread(of: answer, message)
        answer.replyTo = answer.replyTo ?? message.id
        do {
            _ = try await networks.enqueue(answer.bounded, to: message.room, isAnswer: true).value
        } catch {
            logger.error("answer not delivered", metadata: ["room": "\(message.room)", "error": "\(error)"])
        }
    }

    /// The thread for a long answer, below its question; nil for a short answer, and in a direct message.
    private func longAnswerThread(of answer: Message, _ message: IncomingMessage) -> ThreadKey? {
        guard !message.isDirect, let id = message.id,
            answer.text.plain.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= Self.longestAnswer
        else { return nil }
        return .message(id)
    }
}
