import HarkEvents

/// The bot's channels and nick.
extension IRCSession {
    /// Most bytes of channel names in one JOIN.
    private static let joinBytes = 350
    /// Shortest time between two requests for the wanted nick.
    private static let regainPause = Duration.seconds(10)

    mutating func receivePresence(_ message: IRCMessage) {
        let isOwn = message.source.map { features.isSame($0.nick, nick) } ?? false
        switch message.command {
        case "JOIN" where isOwn:
            if let source = message.source { learn(source) }
            enter(message[0])
        case "PART" where isOwn: leave(message[0])
        case "PART": senders.remove(message.source?.nick ?? "", features)
        case "KICK" where features.isSame(message[1], nick): leave(message[0])
        case "KICK": senders.remove(message[1], features)
        case "INVITE": invited(to: message[1])
        case "NICK" where isOwn: rename(to: message[0])
        case "NICK":
            senders.rename(message.source?.nick ?? "", to: message[0], features)
            freed(message.source?.nick ?? "")
        case "QUIT":
            senders.remove(message.source?.nick ?? "", features)
            freed(message.source?.nick ?? "")
        case "CHGHOST" where isOwn: (user, host) = (message[0], message[1])
        case "396":
            let parts = message[1].split(separator: "@").map(String.init)
            host = parts.last
            if parts.count == 2 { user = parts[0] }
        case "900": learn(IRCSource(message[1]))
        case "353":
            let others = message.text.split(separator: " ")
            if others.count > 1 { channels[features.folded(message[2])]?.isEmpty = false }
        default: break
        }
        refuseLostRecipients()
    }

    /// Learns the bot's own source, which determines the room for a text.
    mutating func learn(_ source: IRCSource) {
        guard features.isSame(source.nick, nick) else { return }
        user = source.user ?? user
        host = source.host ?? host
    }

    /// Length of `nick!user@host`, in bytes.
    var ownPrefixLength: Int {
        nick.utf8.count + (user?.utf8.count ?? features.userLength + 1) + (host?.utf8.count ?? features.hostLength) + 2
    }

    // MARK: Channels

    mutating func tickPresence() {
        for folded in channels.overdue(now) {
            guard let entry = channels[folded] else { continue }
            refuse(folded, ChatError(.transient, "The server does not say whether the bot may enter \(entry.name)."))
        }
        join(channels.due(now))
        if nick == configuration.nick { regainTime = nil }
        if let time = regainTime, time <= now {
            sendQueue.append(IRCLine("NICK", configuration.nick))
            lastRegain = now
            regainTime = now + regainWait
            regainWait = min(regainWait * 2, .seconds(600))
        }
    }

    /// Joins channels, several with one line; those with keys first, because keys are matched from the left.
    private mutating func join(_ entries: [ChannelStates.Entry]) {
        var rest = entries.filter { $0.key != nil } + entries.filter { $0.key == nil }
        while !rest.isEmpty {
            var (count, size) = (0, 0)
            for entry in rest.prefix(features.joinTargets) {
                size += entry.name.utf8.count + (entry.key?.utf8.count ?? 0) + 2
                if count > 0, size > Self.joinBytes { break }
                count += 1
            }
            let names = rest.prefix(count).map(\.name).joined(separator: ",")
            let keys = rest.prefix(count).compactMap(\.key).joined(separator: ",")
            sendQueue.append(keys.isEmpty ? IRCLine("JOIN", names) : IRCLine("JOIN", names, keys))
            rest.removeFirst(count)
        }
    }

    private mutating func enter(_ name: String) {
        let folded = features.folded(name)
        // Services may join the bot to a channel: it stays, and receives messages there too.
        channels.add(IRCChannel(name), folded: folded, isKept: true)
        channels[folded]?.isKept = true
        channels[folded]?.presence.state = .inside(since: now)
        channels[folded]?.isEmpty = true
        for id in pending.keys.sorted() where pending[id]?.folded == folded { queue(id) }
    }

    /// The bot was removed from a channel, by an operator or by services.
    private mutating func leave(_ name: String) {
        senders.removeAll()
        let folded = features.folded(name)
        let wait = Duration.seconds(5) * (1 + configuration.random())
        let comesBack = channels.leave(folded, now, wait: wait)
        actions.append(
            .log(
                .warning,
                "the bot was removed from \(name.sanitized(to: 60))\(comesBack ? ", and comes back" : " again, and stays away")"
            ))
        for id in pending.keys.sorted() where pending[id]?.folded == folded { waitAgain(id) }
        if case .refused(let error, _)? = channels[folded]?.presence.state { fail(entering: folded, error) }
    }

    /// The server refuses the bot for a channel.
    mutating func refuse(_ folded: String, _ error: ChatError) {
        guard let entry = channels[folded] else { return }
        channels[folded]?.presence.state = .refused(error, until: now + RoomPresence.refusalTime)
        actions.append(.log(.warning, "the bot is not in \(entry.name.sanitized(to: 60)): \(error.reason)"))
        fail(entering: folded, error)
    }

    /// Settles the messages that wait for a channel; for those already sent, the server itself reports the result.
    private mutating func fail(entering folded: String, _ error: ChatError) {
        for id in pending.keys.sorted() where pending[id]?.folded == folded {
            if case .entering? = pending[id]?.stage { settle(id, .failure(error)) }
        }
    }

    private mutating func invited(to name: String) {
        let folded = features.folded(name)
        switch channels[folded]?.presence.state {
        case nil, .inside, .joining: return
        case .outside, .refused:
            channels[folded]?.presence.state = .outside(until: nil)
            tickPresence()
        }
    }

    // MARK: The nick

    mutating func receiveNickRefusal(_ message: IRCMessage) {
        guard welcomeStart == nil else { return }
        nickAttempts += 1
        guard message.command != "432" || nickAttempts > 1 else {
            return end(
                ChatError(
                    .refused,
                    "The server does not take the nick \(configuration.nick) (432: \(message.text.sanitized(to: 100))). "
                        + "Set another one in HARK_IRC_NICK."))
        }
        guard nickAttempts < 8 else { return end(ChatError(.transient, "Every nick that the bot tried is in use.")) }
        let base = configuration.nick
        nick =
            nickAttempts <= 3
            ? base + String(repeating: "_", count: nickAttempts)
            : "\(base.prefix(5))\(Int(configuration.random() * 8999) + 1000)"
        write(IRCLine("NICK", nick))
    }

    /// Requests the wanted nick, which another client, possibly an earlier connection of the bot, is using.
    mutating func beginRegain() {
        guard nick != configuration.nick, !configuration.leavesNick else { return }
        actions.append(.log(.notice, "the bot is \(nick.sanitized(to: 60)) here: its nick is in use"))
        if registration.isLoggedIn {
            sendQueue.append(IRCLine("PRIVMSG", "NickServ", text: "GHOST \(configuration.nick)"))
            regainTime = now + .seconds(5)
        } else {
            regainTime = now + regainWait
        }
    }

    private mutating func rename(to name: String) {
        guard !name.isEmpty else { return }
        nick = name
        if nick == configuration.nick {
            regainTime = nil
            regainWait = .seconds(60)
        } else {
            regainTime = now + regainWait
        }
    }

    /// Another client gave up a nick.
    private mutating func freed(_ name: String) {
        guard let time = regainTime, features.isSame(name, configuration.nick) else { return }
        regainTime = min(time, lastRegain.map { max(now, $0 + Self.regainPause) } ?? now)
        if isReady { tickPresence() }
    }

    /// Services have done something about the nick.
    mutating func receiveServiceNotice(_ message: IRCMessage) {
        guard let source = message.source else { return }
        if features.isSame(source.nick, "NickServ") { freed(configuration.nick) }
    }

    // MARK: Messages for one person

    /// Refuses the messages for one person alone whose nick that is not any more, as far as the bot knows. Of lines
    /// that were sent, it is not known who read them.
    mutating func refuseLostRecipients() {
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) {
            guard let recipient = message.message.recipient else { continue }
            let nick = senders.nick(of: recipient, at: now)
            if let nick, features.isSame(nick, message.target) { continue }
            let target = message.target.sanitized(to: 60)
            let reason = "it is for one person alone, and the bot does not know any more that \(target) is them."
            settle(id, .failure(ChatError(.refused, "The message was not sent: \(reason)")))
        }
    }
}
