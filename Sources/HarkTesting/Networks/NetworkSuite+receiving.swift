internal import Hark

/// Checks of the messages that the bot receives.
extension NetworkSuite {
    func checkReceiving() async throws {
        guard can(.plainly) else { return }
        for manner in [Manner.plainly, .toTheBot, .directly, .twice] where can(manner) {
            try await checkReceiving(manner)
        }
        try await checkSilence()
    }

    private func checkReceiving(_ manner: Manner) async throws {
        let isAddressed = manner == .toTheBot || manner == .directly
        let word = "\(manner) \(received.messages.count)"
        let saidID = try await peer.send(isAddressed ? word : "!\(word)", manner)
        let isReceived = await expect("what is said \(manner) is received") { !received.with(word).isEmpty }
        guard isReceived, let message = received.with(word).first else { return }

        if message.isAddressed != (isAddressed || peer.reportsAddressedAlone) {
            fail("what is said \(manner) is addressed: \(message.isAddressed)")
        }
        if message.isDirect != (manner == .directly) { fail("what is said \(manner) is direct: \(message.isDirect)") }
        if manner != .directly, message.room.name != peer.room.name { fail("it is received in \(message.room)") }
        let said = isAddressed ? word : "!\(word)"
        if message.text != said { fail("“\(said)”, said \(manner), is received as “\(message.text)”") }
        if let id = message.id {
            try await checkReactions(to: id, said: saidID, in: message.room)
            let answer = "answer to \(manner)"
            await send(OutgoingMessage(ChatText(answer), replyTo: id), to: message.room)
            try await expect("an \(answer) is seen") { try await peer.seen().contains { $0.text.contains(answer) } }
        }
        if manner == .plainly { try await checkMention(of: message.sender) }
        if manner == .directly { try await checkDirectMessages(with: message.sender) }

        // The host runs a command only once per message identifier.
        let reports = received.with(word)
        let ids = Set(reports.map(\.id))
        if ids.count > 1 || (ids.contains(nil) && reports.count > 1) {
            fail("what is said \(manner) is received as \(reports.count) messages")
        }
    }

    private func checkReactions(to id: MessageID, said: MessageID?, in room: Room) async throws {
        guard has(.reactions) else { return }
        // Adding a reaction that is there already is not an error.
        for reaction in [Reaction.seen, .seen, .done] {
            do throws(ChatError) { try await network.react(reaction, to: id, in: room) } catch {
                fail("\(reaction) is not shown: \(reason(of: error))")
            }
        }
        guard let said, try await peer.reactions(to: said) != nil else {
            return findings.leaveOut("how reactions look: the peer does not show them")
        }
        try await expect("a reaction is seen") { try await peer.reactions(to: said)?.isEmpty == false }
    }

    /// Checks that the bot does not receive edits, its own messages, those of other bots, or old ones. They are
    /// followed by a message that it must receive.
    private func checkSilence() async throws {
        for manner in [Manner.asAnEdit, .asABot] where can(manner) {
            _ = try await peer.send("!silence \(manner)", manner)
        }
        await send("!silence of the bot itself")
        _ = try await peer.send("!afterwards", .plainly)
        await expect("what is said afterwards is received") { !received.with("afterwards").isEmpty }
        for message in received.with("silence") { fail("the bot receives “\(message.text)”") }
        if peer.keepsHistory, !received.with("history").isEmpty { fail("it receives what was said before it came") }
    }
}
