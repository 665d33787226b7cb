import HarkEvents
import HarkXML

/// Received messages: which ones are new and from people, and their text.
extension XMPPSession {
    mutating func receiveMessage(_ stanza: XMLElement) {
        guard let from = stanza["from"].flatMap({ JID($0) }) else { return }
        switch stanza["type"] {
        case "error": receiveBounce(stanza)
        case "groupchat": receiveGroupMessage(stanza, from)
        case nil, "chat", "normal": receiveDirectMessage(stanza, from)
        default: break
        }
    }

    private mutating func receiveGroupMessage(_ stanza: XMLElement, _ from: JID) {
        guard let entry = rooms[from.folded], case .inside(let since) = entry.presence.state else { return }
        rooms[from.folded]?.lastActivity = now
        let body = stanza.child("body", in: Namespace.client)
        if body == nil, stanza.child("subject", in: Namespace.client) != nil { rooms[from.folded]?.isLive = true }
        // A message of the room itself has no nick.
        guard let nick = from.resource else { return }
        guard nick != entry.nick else { return receiveReflection(stanza, entry) }
        // Another session of the bot's account, such as `hark say` beside the bot, uses another nick.
        guard entry.occupants[UntrustedText(nick)]?.account?.folded != address.folded else { return }
        guard entry.isLive || now >= since + RoomStates.historyTime, let said = text(of: stanza) else { return }
        let own = stanza.children("stanza-id", in: Namespace.identifiers)
            .first { $0["by"].flatMap { JID($0) }?.folded == entry.jid.folded }
        let vouched = entry.vouchesForMessages ? own?["id"].flatMap(Self.identifier) : nil
        let id = vouched ?? standIn(for: stanza["id"])
        if let id { authors["\(from.folded) \(id)"] = from.text }
        let rest = Self.afterName(entry.nick, in: said)
        receive(
            IncomingMessage(
                rest ?? said, from: person(nick, in: entry, stanza), in: Room(named: entry.name, on: nil),
                id: id.map { MessageID($0) }, isAddressed: rest != nil,
                groups: isWanted(entry.jid) ? entry.occupants[UntrustedText(nick)]?.groups ?? [] : []))
    }

    private mutating func receiveDirectMessage(_ stanza: XMLElement, _ from: JID) {
        if let invited = Self.invitation(in: stanza, from) { return self.invited(to: invited) }
        guard from.folded != address.folded, let said = text(of: stanza) else { return }
        let sender: Person
        let room: String
        if let entry = rooms[from.folded] {
            // A private message of an occupant is answered privately, not in the room.
            guard let nick = from.resource, nick != entry.nick, entry.presence.isInside else { return }
            sender = person(nick, in: entry, stanza)
            room = from.text
        } else if let local = from.local, isOfRooms(from.domain) != true {
            sender = Person(id: from.bare.text, displayName: local)
            room = from.bare.text
            people.insert(from.folded)
        } else {
            return
        }
        let id = standIn(for: stanza.child("origin-id", in: Namespace.identifiers)?["id"] ?? stanza["id"])
        if let id { authors["\(from.folded) \(id)"] = from.text }
        receive(
            IncomingMessage(
                Self.afterName(configuration.nick, in: said) ?? said, from: sender, in: Room(named: room, on: nil),
                id: id.map { MessageID($0) }, isDirect: true))
    }

    private mutating func receive(_ message: IncomingMessage) {
        guard !message.text.allSatisfy(\.isWhitespace) else { return }
        actions.append(.receive(message))
    }

    /// The identity of an occupant: their account if a room named by a setting shows it; otherwise an identifier from
    /// the room (XEP-0421), which is stable.
    private func person(_ nick: String, in entry: RoomStates.Entry, _ stanza: XMLElement) -> Person {
        if isWanted(entry.jid), let account = entry.occupants[UntrustedText(nick)]?.account {
            return Person(id: account.text, displayName: nick)
        }
        let occupant = stanza.children("occupant-id", in: Namespace.occupant)
        if entry.vouchesForOccupants, occupant.count == 1, let id = occupant[0]["id"].flatMap(Self.identifier) {
            // No address has a colon before its @.
            return Person(id: "occupant:\(id)@\(entry.jid.text)", displayName: nick)
        }
        // Anyone can take a nick, so HARK_ADMINS must not be able to list it: a list cannot contain a comma.
        return Person(id: "\(entry.jid.text), \(nick)", displayName: nick)
    }

    /// A generated identifier that replaces one chosen by the sender, which might equal that of another message.
    private mutating func standIn(for chosen: String?) -> String? {
        guard let chosen = chosen.flatMap(Self.identifier) else { return nil }
        generatedCount += 1
        let id = "\(generatedPrefix)-\(generatedCount)"
        chosenIDs[id] = chosen
        return id
    }

    /// An identifier of acceptable length; nil for another one.
    private static func identifier(_ text: String) -> String? { (1...500).contains(text.utf8.count) ? text : nil }

    // MARK: The text

    /// The text of a person's new message; nil for anything else.
    private func text(of stanza: XMLElement) -> String? {
        let isNoMessage = stanza.children.contains { child in
            switch child.namespace {
            // Delayed messages are history; carbons and archives have no body of their own.
            case Namespace.delay: !isCaughtUp(child)
            case Namespace.correction, Namespace.reactions: true
            // Retracted, moderated and encrypted messages have a body for clients that do not support them.
            case "urn:xmpp:message-retract:0", "urn:xmpp:message-retract:1", "urn:xmpp:message-moderate:0",
                "urn:xmpp:message-moderate:1", "urn:xmpp:fasten:0", "urn:xmpp:eme:0",
                "eu.siacs.conversations.axolotl", "urn:xmpp:omemo:2", "urn:xmpp:openpgp:0":
                true
            default: false
            }
        }
        guard !isNoMessage, let body = stanza.child("body", in: Namespace.client)?.text else { return nil }
        return Self.withoutQuotation(body, stanza)
    }

    /// Whether the bot's own server has stored a message during a short interruption (XEP-0198, 5). The counts of both
    /// ends prevent repetitions.
    private func isCaughtUp(_ delay: XMLElement) -> Bool {
        guard let catchUpEnd, now < catchUpEnd, let from = delay["from"].flatMap({ JID($0) }) else { return false }
        return from.folded == address.folded || (from.local == nil && from.domain == address.domain)
    }

    /// A body without the quotation of the answered message, which is for clients without replies (XEP-0461, 0428):
    /// positions are counted in code points.
    private static func withoutQuotation(_ body: String, _ stanza: XMLElement) -> String {
        let ranges = stanza.children("fallback", in: Namespace.fallback).filter { $0["for"] == Namespace.reply }
            .flatMap { $0.children("body", in: Namespace.fallback) }
        guard !ranges.isEmpty else { return body }
        var scalars = Array(body.unicodeScalars)
        let cuts = ranges.prefix(10).map { range -> Range<Int> in
            let start = min(max(range["start"].flatMap { Int($0) } ?? 0, 0), scalars.count)
            let end = min(max(range["end"].flatMap { Int($0) } ?? scalars.count, start), scalars.count)
            return start..<end
        }
        // From the end, so that earlier positions stay valid.
        for cut in cuts.sorted(by: { $0.lowerBound > $1.lowerBound }) where cut.upperBound <= scalars.count {
            scalars.removeSubrange(cut)
        }
        return String(String.UnicodeScalarView(scalars))
    }

    /// The text after `Nick: `, `Nick, ` or `@Nick ` at the start.
    private static func afterName(_ nick: String, in text: String) -> String? {
        let trimmed = text.drop { $0 == " " }
        let hasSign = trimmed.first == "@"
        let rest = hasSign ? trimmed.dropFirst() : trimmed
        let word = rest.prefix(nick.count)
        guard word.count == nick.count, word.lowercased() == nick.lowercased() else { return nil }
        let tail = rest[word.endIndex...]
        guard tail.first == ":" || tail.first == "," || (hasSign && (tail.isEmpty || tail.first == " ")) else {
            return nil
        }
        return String(tail.drop { $0 == ":" || $0 == "," || $0 == " " })
    }

    /// The room to which somebody invites the bot through the room itself (XEP-0045, 7.8.2).
    private static func invitation(in stanza: XMLElement, _ from: JID) -> String? {
        let invitation = stanza.child("x", in: Namespace.mucUser)?.child("invite", in: Namespace.mucUser)
        return invitation == nil ? nil : from.folded
    }
}
