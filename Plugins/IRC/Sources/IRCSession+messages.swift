import HarkEvents

/// Sending messages, and proving that they arrived.
extension IRCSession {
    /// Most lines of one message.
    static let lineLimit = 5
    /// Longest time until the server has accepted the last line of a message.
    static let proofTime = Duration.seconds(60)
    /// Least room for a text, in bytes, whatever limits a server announces.
    private static let leastRoom = 120

    /// Whether the server reports the result of each line by its label.
    private var usesLabels: Bool {
        ["echo-message", "labeled-response", "batch"].allSatisfy(registration.enabled.contains)
    }

    /// Sends a message.
    /// - Parameter progress: how much of it the server accepted in earlier attempts.
    mutating func send(
        _ id: Int, _ message: OutgoingMessage, to target: String, after progress: MessageProgress = MessageProgress(),
        at now: Instant
    ) {
        self.now = now
        guard isReady, !isOver else {
            actions.append(.settle(id, .failure(ChatError(.transient, "The bot is not connected yet.")), progress))
            return
        }
        let channel = features.channel(of: target)
        pending[id] = PendingMessage(
            message: message, target: target, folded: features.folded(channel ?? target), after: progress)
        refuseLostRecipients()
        guard pending[id] != nil else { return }
        if let channel { enter(channel, for: id) } else { queue(id) }
        pump()
    }

    /// Joins a channel before sending to it.
    private mutating func enter(_ name: String, for id: Int) {
        let folded = features.folded(name)
        channels.add(IRCChannel(name), folded: folded, isKept: false)
        switch channels[folded]?.presence.state {
        case .inside: queue(id)
        case .refused(let error, _): settle(id, .failure(error))
        case .outside, .joining: tickPresence()
        case nil: settle(id, .failure(ChatError(.refused, "The bot is in too many channels.")))
        }
    }

    /// Joins a channel without sending anything.
    mutating func visit(_ id: Int, _ name: String, at now: Instant) {
        self.now = now
        let folded = features.folded(name)
        // An operator asks: the reason for an earlier refusal may have been fixed.
        if case .refused? = channels[folded]?.presence.state { channels[folded]?.presence.state = .outside(until: nil) }
        send(id, OutgoingMessage(""), to: name, at: now)
    }

    /// Drops a message whose sender does not wait any more.
    mutating func forget(_ id: Int) {
        sendQueue.remove(id)
        labels = labels.filter { $0.value != id }
        waitingForBarrier.remove(id)
        pending[id] = nil
    }

    /// Queues the lines of a message.
    mutating func queue(_ id: Int) {
        guard let message = pending[id], case .entering = message.stage else { return }
        guard !message.message.text.isEmpty else { return settle(id, .success(nil)) }
        let entry = channels[message.folded]
        let isNotice = configuration.sendsNotices && !(entry?.refusesNotices ?? false)
        let command = isNotice ? "NOTICE" : "PRIVMSG"
        let pieces = self.pieces(of: message, command, isPlain: entry?.isPlain ?? false)
        // Reports about an earlier attempt do not apply to this one.
        labels = labels.filter { $0.value != id }
        pending[id]?.begin(pieces.map(\.end))
        pending[id]?.isNotice = isNotice
        guard !pieces.isEmpty else { return settle(id, .success(message.id)) }
        let lines = pieces.map { IRCLine(command, message.target, text: $0.text) }
        guard sendQueue.append(lines, of: id, to: message.folded) else {
            return settle(
                id,
                .failure(
                    ChatError(.rateLimited(retryAfter: nil), "Too many lines wait for \(message.target) already.")))
        }
    }

    /// The parts of a message that the server has not accepted. Each piece is short enough to arrive complete,
    /// considering the bot's name, which the server adds in front.
    private func pieces(of message: PendingMessage, _ command: String, isPlain: Bool) -> [IRCText.Piece] {
        let frame = ": \(command) \(message.target) :".utf8.count + ownPrefixLength
        let room = max(Self.leastRoom, features.lineLength - 2 - frame)
        let progress = message.progress
        return IRCText.pieces(
            of: IRCText.lines(of: message.message.text, severity: message.message.severity, isPlain: isPlain),
            after: progress.characters, room: room, limit: max(1, Self.lineLimit - progress.lines))
    }

    /// Sends a line whose turn it is.
    mutating func transmit(_ entry: SendQueue.Entry) {
        guard let id = entry.message, let message = pending[id] else { return write(entry.line) }
        var tags: [(name: String, value: String)] = []
        if registration.enabled.contains("message-tags"), let reply = message.message.replyTo {
            tags.append(("+draft/reply", reply.text))
        }
        if usesLabels {
            labelCount += 1
            labels["h\(labelCount)"] = id
            tags.append(("label", "h\(labelCount)"))
        }
        write(entry.line, tags: tags)
        pending[id]?.sentCount += 1
        guard entry.isLast else { return }
        pending[id]?.stage = .sent(now)
        if !usesLabels { askBarrier(for: id) }
    }

    // MARK: Proof by label

    /// Handles the result of a labelled line.
    mutating func receiveProof(_ message: IRCMessage) {
        let inherited = message.tags["batch"].flatMap { labelBatches[$0] }
        if message.command == "BATCH" {
            let reference = String(message[0].dropFirst())
            if message[0].hasPrefix("-") {
                if let label = labelBatches.removeValue(forKey: reference) { take(label, nil) }
            } else if let label = message.tags["label"], labels[label] != nil {
                labelBatches[reference] = label
            }
            return
        }
        guard let label = message.tags["label"] ?? inherited, let id = labels[label] else { return }
        if message.command == "FAIL" || message.isRefusal || message.command == "263" {
            labels[label] = nil
            refuse(id, message)
        } else if message.command == "PRIVMSG" || message.command == "NOTICE" {
            take(label, message.tags["msgid"])
        } else if inherited == nil, message.command == "ACK" {
            take(label, nil)
        }
    }

    private mutating func take(_ label: String, _ identifier: String?) {
        guard let id = labels.removeValue(forKey: label) else { return }
        pending[id]?.takenCount += 1
        if let identifier, pending[id]?.id == nil { pending[id]?.id = MessageID(identifier) }
        guard let message = pending[id], message.takenCount >= message.lineCount, message.verdict == nil else { return }
        settle(id, .success(message.id))
    }

    // MARK: Proof by a question

    /// Makes the server answer a query after a message: errors about the message arrive before the answer.
    private mutating func askBarrier(for id: Int) {
        waitingForBarrier.insert(id)
        if barrier == nil { sendBarrier() }
    }

    private mutating func sendBarrier() {
        labelCount += 1
        let token = "hark-\(labelCount)"
        barrier = (token, waitingForBarrier)
        waitingForBarrier = []
        write(IRCLine("PING", token))
        sendQueue.charge(now)
    }

    mutating func receivePong(_ token: String) {
        guard let barrier, barrier.token == token else { return }
        self.barrier = nil
        for id in barrier.messages.sorted() {
            guard let message = pending[id] else { continue }
            switch message.verdict {
            case .failed(let error)?: settle(id, .failure(error))
            case .again?: sendAgain(id)
            case nil: settle(id, .success(message.id))
            }
        }
        if !waitingForBarrier.isEmpty { sendBarrier() }
    }

    // MARK: Refusals

    /// Handles a numeric for an error.
    mutating func receiveRefusal(_ message: IRCMessage) {
        let folded = features.folded(message[1])
        if case .joining? = channels[folded]?.presence.state,
            let error = Refusal.join(message.command, message[1].sanitized(to: 60), message.text)
        {
            return refuse(folded, error)
        }
        // Some servers then name no channel.
        guard !usesLabels, message.tags["label"] == nil,
            Refusal.message(message.command, "", message.text) != nil
        else { return }
        let underWay = pending.filter { $0.value.sentCount > $0.value.takenCount && $0.value.verdict == nil }
        let isAddressed = ["401", "403", "404", "442", "477", "486", "531", "716", "717"].contains(message.command)
        let named = underWay.first { $0.value.folded == folded || features.isSame($0.value.target, message[1]) }
        guard let id = named?.key ?? (isAddressed ? nil : underWay.keys.min()) else { return }
        refuse(id, message)
    }

    /// Handles a standard reply (ircv3.net/specs/extensions/standard-replies) without a label.
    mutating func receiveFailure(_ message: IRCMessage) {
        guard message.tags["label"] == nil, ["PRIVMSG", "NOTICE"].contains(message[0]) else { return }
        let underWay = pending.filter { $0.value.sentCount > $0.value.takenCount && $0.value.verdict == nil }
        if let id = underWay.keys.min() { refuse(id, message) }
    }

    /// The server refuses a line of a message.
    private mutating func refuse(_ id: Int, _ message: IRCMessage) {
        guard let refused = pending[id], refused.verdict == nil else { return }
        sendQueue.remove(id)
        let isChanged = canChange(refused, message.command, message.text)
        pending[id]?.verdict = isChanged ? .again : .failed(Self.error(message, refused.target.sanitized(to: 60)))
        // Other lines of the message that were sent are refused too; their errors must not be attributed to the next
        // message.
        askBarrier(for: id)
    }

    private static func error(_ message: IRCMessage, _ target: String) -> ChatError {
        Refusal.message(message.command, target, message.text)
            ?? ChatError(
                .refused,
                "The server does not take the message to \(target): \(message.parameters.dropFirst().joined(separator: " ").sanitized(to: 200))."
            )
    }

    /// Whether the message can be sent in another way, which is remembered for the channel.
    private mutating func canChange(_ refused: PendingMessage, _ numeric: String, _ text: String) -> Bool {
        guard !refused.isSecondAttempt, let entry = channels[refused.folded] else { return false }
        let words = text.lowercased()
        if numeric == "442" || (numeric == "404" && words.contains("not on channel")) {
            channels[refused.folded]?.presence.state = .outside(until: nil)
            return true
        }
        guard numeric == "404" || numeric == "408" else { return false }
        if refused.isNotice, words.contains("notice") {
            channels[refused.folded]?.refusesNotices = true
            return true
        }
        if !entry.isPlain, ["color", "colour", "format"].contains(where: words.contains) {
            channels[refused.folded]?.isPlain = true
            return true
        }
        return false
    }

    private mutating func sendAgain(_ id: Int) {
        guard let folded = pending[id]?.folded else { return }
        pending[id]?.verdict = nil
        pending[id]?.isSecondAttempt = true
        pending[id]?.stage = .entering
        switch channels[folded]?.presence.state {
        case .inside?: queue(id)
        case .refused(let error, _)?: settle(id, .failure(error))
        default: tickPresence()
        }
    }

    /// The bot has left the channel: unsent lines wait until it has joined again.
    mutating func waitAgain(_ id: Int) {
        guard let message = pending[id], case .queued = message.stage, message.sentCount == message.takenCount else {
            return
        }
        sendQueue.remove(id)
        pending[id]?.stage = .entering
    }

    // MARK: Ends

    mutating func tickMessages() {
        for (id, message) in pending.sorted(by: { $0.key < $1.key }) {
            guard case .sent(let time) = message.stage, now >= time + Self.proofTime else { continue }
            settle(id, .failure(ChatError(.transient, "The server does not say whether it took the message.")))
        }
    }

    /// The deadlines of messages.
    var messageTimes: [Instant] {
        pending.values.compactMap { message in
            if case .sent(let time) = message.stage { time + Self.proofTime } else { nil }
        }
    }

    mutating func settle(_ id: Int, _ result: Result<MessageID?, ChatError>) {
        guard let message = pending[id] else { return }
        let mayHaveArrived = message.verdict == nil && message.sentCount > message.takenCount
        forget(id)
        actions.append(
            .settle(
                id, result.mapError { ChatError($0.kind, $0.reason, mayHaveArrived: mayHaveArrived) },
                message.progress))
    }
}
