import HarkEvents
import HarkXML

/// Sending messages, and proving that they arrived: a room reflects them; for a person, their server is queried after
/// the message.
extension XMPPSession {
    /// Starts sending a message.
    mutating func begin(
        _ id: Int, _ content: PendingMessage.Content, to jid: JID, named name: String, at now: Instant
    ) {
        self.now = now
        guard isReady else {
            actions.append(.settle(id, .failure(ChatError(.transient, "The bot is not connected to XMPP yet."))))
            return
        }
        let stanza =
            switch content {
            case .text(let message), .correction(_, let message): message.key
            case .reaction, .visit: configuration.nonce()
            }
        pending[id] = PendingMessage(
            content: content, name: name, jid: jid, stanza: stanza, stage: .asking(since: now))
        if case .visit = content, case .refused? = rooms[jid.folded]?.presence.state {
            // An operator asks: the reason for an earlier refusal may have been fixed.
            rooms[jid.folded]?.presence.state = .outside(until: nil)
        }
        route(id)
        tickRooms()
    }

    /// Drops a message whose sender does not wait any more.
    mutating func forget(_ id: Int) {
        management.forget(message: id, whileOffline: isOffline)
        pending[id] = nil
    }

    /// Determines where a message goes.
    mutating func route(_ id: Int) {
        guard let message = pending[id] else { return }
        // An occupant of a room, or one device of a person.
        if message.jid.resource != nil { return transmit(id) }
        // A stranger's domain could claim to be a service for rooms, to make the bot join a room that the stranger
        // controls.
        if people.contains(message.jid.folded), !isWanted(message.jid) { return transmit(id) }
        switch isOfRooms(message.jid.domain) {
        case nil: askForDomain(message.jid.domain)
        case false?: transmit(id)
        case true?:
            if case .visit = message.content, rooms[message.jid.folded]?.presence.isInside != true {
                ask(.existence(visit: id), message.jid.bare)
            } else {
                enterRoom(for: id, message)
            }
        }
    }

    /// Joins a room to be checked, unless it does not exist.
    mutating func receiveExistence(of visit: Int, _ error: StanzaError?) {
        guard let message = pending[visit], case .asking = message.stage else { return }
        guard error?.condition != "item-not-found" else {
            let reason = "There is no room \(message.name.sanitized(to: 100)): check its name, or make it."
            return settle(visit, .failure(ChatError(.noSuchRoom, reason)))
        }
        enterRoom(for: visit, message)
    }

    mutating func routeIfAsking(_ id: Int) {
        if case .asking? = pending[id]?.stage { route(id) }
    }

    /// Joins a room before sending to it.
    private mutating func enterRoom(for id: Int, _ message: PendingMessage) {
        pending[id]?.isRoom = true
        pending[id]?.stage = .entering(since: now)
        rooms.add(
            message.jid, named: message.name, nick: configuration.nick, isWanted: isWanted(message.jid), at: now)
        switch rooms[message.jid.folded]?.presence.state {
        case .inside?: transmit(id)
        case .refused(let error, _)?: settle(id, .failure(error))
        case .outside?, .joining?: break
        case nil: settle(id, .failure(ChatError(.refused, "The bot is in too many rooms.")))
        }
    }

    /// Sends a message.
    mutating func transmit(_ id: Int) {
        guard let message = pending[id], !message.isSent else { return }
        if message.isRoom, rooms[message.jid.folded]?.presence.isInside != true { return }
        if case .visit = message.content { return settle(id, .success(nil)) }
        pending[id]?.stage = .sent(since: now)
        send(stanza(of: message), message: id)
        if !message.isRoom { ask(.barrier(id), nil, message: id) }
    }

    private func stanza(of message: PendingMessage) -> XMLElement {
        let room = rooms[message.jid.folded]
        let target = message.isRoom ? room?.jid ?? message.jid : message.jid
        var children: [XMLElement] = []
        switch message.content {
        case .text(let text): children = Self.body(of: text) + replies(to: text.replyTo, in: target)
        case .correction(let original, let text):
            children =
                Self.body(of: text) + [XMLElement("replace", in: Namespace.correction, ["id": original.text])]
        case .reaction(let reaction, let id):
            children = [
                XMLElement(
                    "reactions", in: Namespace.reactions, ["id": chosenIDs[id.text] ?? id.text],
                    children: [XMLElement("reaction", in: Namespace.reactions, text: reaction.emoji)])
            ]
        case .visit: break
        }
        children += [
            XMLElement("origin-id", in: Namespace.identifiers, ["id": message.stanza]),
            XMLElement("store", in: Namespace.hints),
        ]
        return XMLElement(
            "message", in: Namespace.client,
            ["to": target.text, "type": message.isRoom ? "groupchat" : "chat", "id": message.stanza],
            children: children)
    }

    private static func body(of message: OutgoingMessage) -> [XMLElement] {
        let text = XMPPText(message.text, severity: message.severity)
        let body = XMLElement("body", in: Namespace.client, text: text.body)
        return text.isPlain ? [body, XMLElement("unstyled", in: Namespace.styling)] : [body]
    }

    /// The elements that refer to the answered message (XEP-0461).
    private func replies(to id: MessageID?, in target: JID) -> [XMLElement] {
        guard let id else { return [] }
        let author = authors["\(target.folded) \(id.text)"]
        return [XMLElement("reply", in: Namespace.reply, ["id": chosenIDs[id.text] ?? id.text, "to": author])]
    }

    // MARK: What becomes of it

    /// Handles a message that a room reflects to the bot, which proves that it was sent.
    mutating func receiveReflection(_ stanza: XMLElement, _ entry: RoomStates.Entry) {
        let identifiers = [stanza["id"], stanza.child("origin-id", in: Namespace.identifiers)?["id"]].compactMap(\.self)
        for (id, message) in pending
        where message.isRoom && message.isSent && message.jid.folded == entry.jid.folded
            && identifiers.contains(message.stanza)
        {
            settle(id, .success(MessageID(message.stanza)))
        }
    }

    /// Handles a message that is returned as undeliverable; it often only contains its identifier.
    mutating func receiveBounce(_ stanza: XMLElement) {
        let error = StanzaError(stanza)
        guard let from = stanza["from"].flatMap({ JID($0) }), let stanzaID = stanza["id"],
            let (id, message) = pending.first(where: {
                $0.value.stanza == stanzaID && $0.value.isSent && $0.value.jid.folded == from.folded
            })
        else {
            if let from = stanza["from"] {
                let text = "a message to \(from.sanitized(to: 100)) came back: \(error.condition.sanitized(to: 60))"
                actions.append(.log(.debug, text))
            }
            return
        }
        if message.isRoom, ["not-acceptable", "item-not-found", "not-authorized"].contains(error.condition),
            !message.isSecondAttempt
        {
            // The room has forgotten the bot, for example after a restart of its service.
            pending[id]?.isSecondAttempt = true
            pending[id]?.stage = .entering(since: now)
            comeBack(to: message.jid.folded, after: .zero, "has forgotten the bot (\(error.condition))")
            return
        }
        if let refusal = error.refusal(of: message.name.sanitized(to: 100), isRoom: message.isRoom) {
            settle(id, .failure(refusal))
        }
    }

    mutating func tickMessages() {
        endSilence()
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) where now >= message.deadline {
            let name = message.name.sanitized(to: 100)
            switch message.stage {
            case .asking: lose(id, ChatError(.transient, "The server does not say whether \(name) is a room."))
            case .entering: lose(id, ChatError(.transient, "The bot is not in \(name) yet."))
            case .sent: lose(id, ChatError(.transient, "Nobody says whether \(name) took the message."))
            }
        }
    }

    /// Ends a connection on which nothing has arrived since an overdue message was sent, so that the retry uses another
    /// connection.
    private mutating func endSilence() {
        guard isReady else { return }
        let isSilent = pending.values.contains { message in
            guard case .sent(let since) = message.stage else { return false }
            return now >= message.deadline && lastReceived <= since
        }
        guard isSilent else { return }
        end(ChatError(.transient, "The server does not answer any more."), isSilent: true)
    }

    mutating func settle(_ id: Int, _ result: Result<MessageID?, ChatError>) {
        guard pending[id] != nil else { return }
        forget(id)
        actions.append(.settle(id, result))
    }

    /// A message was lost: if it was sent, it may have arrived.
    mutating func lose(_ id: Int, _ error: ChatError) {
        guard let message = pending[id] else { return }
        settle(id, .failure(ChatError(error.kind, error.reason, mayHaveArrived: message.isSent)))
    }
}
