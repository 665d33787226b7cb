extension Host {
    /// A command that takes longer shows that it was heard, where the network has reactions.
    private static let silence = Duration.seconds(1)

    /// Nobody waits for what a listener says, and the commands of the room wait behind it.
    private static let longestListening = Duration.seconds(10)

    /// An answer of more lines goes into a thread, where the network has threads.
    private static let longestAnswer = 12

    /// Takes what a network has heard: a command, or what a plugin listens for, is answered, once, in its turn.
    func hear(_ message: IncomingMessage) async {
        guard incoming.isNew(message) else { return }
        let isCommand = commands.isForBot(message)
        // What people say to each other costs no more than a look at it.
        let finds = isCommand ? nil : listenerTable.finds(in: message.text)
        guard isCommand || finds?.isEmpty == false else { return }
        // On the terminal the next line is read when this one has been answered.
        if networks.capabilities(of: message.room).has(.immediateSending) { return await receive(message, finds) }
        let isAdmin = isCommand && options.isAdmin(message.sender, of: networks)
        let admission = incoming.take(message, isCommand: isCommand, isAdmin: isAdmin) {
            await self.receive($0, finds)
        }
        guard admission == .refused(isFirst: true), isCommand else { return }
        // The network goes on reading: the answer may need what it reads.
        Task { await answer("That is too much at once. Try again in a few seconds.", to: message) }
    }

    /// Answers a message that the bot heard, where it came from, if it is a command or a plugin listens for it.
    public func receive(_ message: IncomingMessage) async { await receive(message, nil) }

    /// - Parameter finds: what the listeners found in it; nil when they have not looked.
    private func receive(_ message: IncomingMessage, _ finds: [ListenerTable.Find]?) async {
        let isSlow = Task { [networks, clock = pipeline.clock] in
            guard (try? await clock.sleep(for: Self.silence)) != nil else { return false }
            await networks.react(.seen, to: message)
            return true
        }
        let outcome = await commands.outcome(of: message)
        isSlow.cancel()
        let wasSlow = await isSlow.value
        switch outcome {
        case .noCommand: return await listen(to: message, finds ?? listenerTable.finds(in: message.text))
        case .answered(let answer): await self.answer(answer, to: message)
        case .silent: break
        case .failed(let answer):
            await self.answer(answer, to: message)
            if wasSlow { await networks.react(.failed, to: message) }
            return
        }
        // A command that says nothing shows at least that it was done.
        if wasSlow || outcome == .silent { await networks.react(.done, to: message) }
    }

    /// Answers what plugins listen for. A listener that fails is logged, and says nothing: nobody has asked it.
    private func listen(to message: IncomingMessage, _ finds: [ListenerTable.Find]) async {
        let invocation = Invocation(message: message, isAdmin: options.isAdmin(message.sender, of: networks))
        for (listener, captures) in listenerTable.calls(for: finds, in: message.room) {
            do {
                let answer = try await Deadline.run(within: Self.longestListening) {
                    try await listener.run(invocation, captures)
                }
                if let answer { await self.answer(answer, to: message) }
            } catch is ParameterMismatch {
                continue
            } catch {
                pipeline.logger.error(
                    "listener failed", metadata: ["plugin": "\(listener.owner)", "error": "\(error)"])
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
            pipeline.logger.error("answer not delivered", metadata: ["room": "\(message.room)", "error": "\(error)"])
        }
    }

    /// The thread that a long answer begins below its question; nil for a short one, and in a direct talk.
    private func longAnswerThread(of answer: Message, _ message: IncomingMessage) -> ThreadKey? {
        guard !message.isDirect, let id = message.id,
            answer.text.plain.utf8.count(where: { $0 == UInt8(ascii: "\n") }) >= Self.longestAnswer
        else { return nil }
        return .message(id)
    }

    /// Lets the admins know that a network is lost for good: each in a talk of their own on another network, or else in
    /// the rooms of `HARK_ROOMS` there.
    func reportLoss(of network: NetworkName, because error: any Error) async {
        let text: ChatText =
            "The chat network \(network) is lost, and given up until the bot starts anew. \("\(error)")"
        let direct = options.admins.compactMap { networks.directRoom(of: $0) }
        let rooms = direct.isEmpty ? options.rooms : direct
        for room in rooms where (room.network ?? networks.names.first) != network {
            _ = try? await chat.send(Message(text, severity: .error), to: room)
        }
    }
}
