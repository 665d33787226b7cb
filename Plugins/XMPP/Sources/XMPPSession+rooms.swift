import HarkEvents
import HarkXML

/// Rooms (XEP-0045): where the bot is, and the other occupants.
extension XMPPSession {
    /// Joins a room as soon as possible.
    mutating func want(_ jid: JID, named name: String) {
        guard wanted.count < RoomStates.limit, wantedAddresses.insert(jid.folded).inserted else { return }
        wanted.append((name, jid.bare))
    }

    /// Whether a setting names a room: the operator then trusts the room's service.
    func isWanted(_ jid: JID) -> Bool { wantedAddresses.contains(jid.folded) }

    mutating func tickRooms() {
        guard isReady else { return }
        for folded in rooms.overdue(now) {
            guard let name = rooms[folded]?.name.sanitized(to: 100) else { continue }
            refuse(folded, ChatError(.transient, "\(name) does not say whether the bot may enter."))
        }
        for folded in rooms.quiet(now) { check(folded) }
        for entry in rooms.due(now) { join(entry) }
    }

    private mutating func join(_ entry: RoomStates.Entry) {
        let history = XMLElement("history", in: Namespace.muc, ["maxstanzas": "0"])
        let id = nextID()
        send(
            XMLElement(
                "presence", in: Namespace.client, ["to": entry.jid.with(resource: entry.nick).text, "id": id],
                children: [XMLElement("x", in: Namespace.muc, children: [history])]))
    }

    /// Asks a room whether the bot is still in it.
    private mutating func check(_ folded: String) {
        guard let entry = rooms[folded] else { return }
        rooms[folded]?.lastActivity = now
        ask(.presence(room: folded), entry.jid.with(resource: entry.nick))
    }

    mutating func receivePresenceCheck(_ folded: String, _ error: StanzaError?) {
        guard let error, rooms[folded]?.presence.isInside == true else { return }
        let isThere = ["service-unavailable", "feature-not-implemented", "item-not-found"].contains(error.condition)
        guard !isThere, !error.isRemoteFailure else { return }
        comeBack(to: folded, after: .zero, "has forgotten the bot (\(error.condition.sanitized(to: 60)))")
    }

    // MARK: Presence

    mutating func receivePresence(_ stanza: XMLElement) {
        guard let from = stanza["from"].flatMap({ JID($0) }), let entry = rooms[from.folded] else { return }
        rooms[from.folded]?.lastActivity = now
        if stanza["type"] == "error" { return receiveRefusal(stanza, entry) }
        guard let nick = from.resource else { return }
        // An occupant might include an element that only the room may send: then there are two of them.
        let extensions = stanza.children("x", in: Namespace.mucUser)
        let details = extensions.count == 1 ? extensions[0] : nil
        let codes = Set(details?.children("status", in: Namespace.mucUser).compactMap { $0["code"] } ?? [])
        let isOwn = codes.contains("110") || (nick == entry.nick && entry.presence.isInside)
        switch stanza["type"] {
        case nil:
            let item = details?.child("item", in: Namespace.mucUser)
            remember(nick, in: from.folded, item)
            if isOwn { enter(from.folded, as: nick, codes) }
        case "unavailable":
            rooms[from.folded]?.occupants[UntrustedText(nick)] = nil
            if isOwn { leave(entry, details, codes) }
        default: break
        }
    }

    private mutating func remember(_ nick: String, in folded: String, _ item: XMLElement?) {
        guard let entry = rooms[folded],
            entry.occupants[UntrustedText(nick)] != nil || entry.occupants.count < RoomStates.occupantLimit
        else { return }
        rooms[folded]?.occupants[UntrustedText(nick)] = RoomStates.Occupant(
            account: item?["jid"].flatMap { JID($0) }?.bare, isModerator: item?["role"] == "moderator",
            affiliation: item?["affiliation"].flatMap { RoomStates.Affiliation(rawValue: $0) })
    }

    private mutating func enter(_ folded: String, as nick: String, _ codes: Set<String>) {
        guard let entry = rooms[folded] else { return }
        rooms[folded]?.nick = nick
        guard !entry.presence.isInside else { return }
        rooms[folded]?.presence.state = .inside(since: now)
        rooms[folded]?.refusalCount = 0
        rooms[folded]?.refusalReason = nil
        rooms[folded]?.isNew = codes.contains("201")
        let name = entry.name.sanitized(to: 100)
        if nick != configuration.nick {
            actions.append(.log(.notice, "the bot is \(nick.sanitized(to: 60)) in \(name)"))
        }
        if codes.contains("201") {
            actions.append(
                .log(.warning, "there was no room \(name), so the bot has made it: check its name in the settings"))
            // Some services admit nobody before the owner has configured the room.
            let form = XMLElement("x", in: Namespace.form, ["type": "submit"])
            let id = nextID()
            send(
                XMLElement(
                    "iq", in: Namespace.client, ["type": "set", "id": id, "to": entry.jid.text],
                    children: [XMLElement("query", in: Namespace.mucOwner, children: [form])]))
        }
        ask(.features(room: folded), entry.jid)
        for id in pending.keys.sorted() where pending[id]?.jid.folded == folded { transmit(id) }
    }

    /// The bot is not in a room any more (XEP-0045, 9 and 10).
    private mutating func leave(_ entry: RoomStates.Entry, _ details: XMLElement?, _ codes: Set<String>) {
        let (folded, name) = (entry.jid.folded, entry.name.sanitized(to: 100))
        if codes.contains("303"), let nick = details?.child("item", in: Namespace.mucUser)?["nick"] {
            rooms[folded]?.nick = nick
            return
        }
        let account = configuration.account.jid.bare.text
        let wait = Duration.seconds(5) * (1 + configuration.random())
        if let destruction = details?.child("destroy", in: Namespace.mucUser) {
            let other = destruction["jid"].map { ", and people are to go to \($0.sanitized(to: 100))" } ?? ""
            refuse(folded, ChatError(.noSuchRoom, "\(name) was closed for good\(other)."))
        } else if codes.contains("301") {
            refuse(
                folded, ChatError(.refused, "The bot is banned from \(name). An owner can lift the ban of \(account)."))
        } else if !codes.isDisjoint(with: ["321", "322"]) {
            refuse(folded, ChatError(.notAMember, "\(name) is for members only. Make \(account) a member of it."))
        } else if codes.contains("332") {
            comeBack(to: folded, after: .seconds(60), "is closed for a while")
        } else if codes.contains("307"), !codes.contains("333") {
            let comesBack = rooms.kick(folded, now, wait: wait)
            let rest = comesBack ? ", and comes back" : " again, and stays away"
            actions.append(.log(.warning, "the bot was kicked out of \(name)\(rest)"))
            if case .refused(let error, _)? = rooms[folded]?.presence.state { fail(entering: folded, error) }
        } else {
            let longerWait = rooms.noteLoss(folded, now, wait: wait)
            comeBack(to: folded, after: longerWait, "has lost the bot")
        }
    }

    /// Joins a lost room again.
    mutating func comeBack(to folded: String, after wait: Duration, _ reason: String) {
        guard let entry = rooms[folded] else { return }
        rooms[folded]?.presence.state = .outside(until: now + wait)
        actions.append(.log(.notice, "\(entry.name.sanitized(to: 100)) \(reason): it comes back"))
    }

    private mutating func receiveRefusal(_ stanza: XMLElement, _ entry: RoomStates.Entry) {
        guard case .joining = entry.presence.state else { return }
        let error = StanzaError(stanza)
        let folded = entry.jid.folded
        var again = entry
        if error.condition == "conflict", entry.nickAttempts < 3 {
            again.nickAttempts += 1
            again.nick = entry.nick + "_"
            again.presence.state = .joining(since: now)
            rooms[folded] = again
            return join(again)
        }
        again.nick = configuration.nick
        again.nickAttempts = 0
        rooms[folded] = again
        let account = configuration.account.jid.bare.text
        refuse(folded, error.refusal(toEnter: entry.name.sanitized(to: 100), account: account))
    }

    /// The bot may not be in a room. Each new reason is logged.
    private mutating func refuse(_ folded: String, _ error: ChatError) {
        guard let entry = rooms[folded] else { return }
        rooms.refuse(folded, error, now)
        if entry.refusalReason != error.reason {
            actions.append(.log(.warning, "the bot is not in \(entry.name.sanitized(to: 100)): \(error.reason)"))
        }
        fail(entering: folded, error)
    }

    private mutating func fail(entering folded: String, _ error: ChatError) {
        for id in pending.keys.sorted() {
            guard let message = pending[id], message.jid.folded == folded, case .entering = message.stage else {
                continue
            }
            settle(id, .failure(error))
        }
    }

    /// Somebody has fixed the reason for a refusal: the room is tried at once.
    mutating func invited(to folded: String) {
        switch rooms[folded]?.presence.state {
        case nil, .inside?, .joining?: return
        case .outside?, .refused?:
            rooms[folded]?.presence.state = .outside(until: nil)
        }
    }
}
