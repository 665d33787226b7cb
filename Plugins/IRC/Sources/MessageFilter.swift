import HarkEvents

import struct FoundationEssentials.Date

/// Decides which lines are messages of people, and extracts their text.
struct MessageFilter {
    typealias Instant = ContinuousClock.Instant

    /// Older messages are history.
    private static let longestAge = 60.0
    /// Shortest time between two CTCP answers.
    private static let answerInterval = Duration.seconds(2)
    /// Most batches that are open at once.
    private static let batchLimit = 100

    /// Open batches; true for those that replay history.
    private var batches: [String: Bool] = [:]
    /// How far the server's clock is ahead, in seconds.
    private var offset = 0.0
    private var lastAnswer: Instant?

    /// What to do with a line.
    enum Outcome: Equatable {
        case nothing
        case message(IncomingMessage)
        case answer(IRCLine)
    }

    /// Compares the server's clock with the bot's, when the welcome arrives.
    mutating func setClock(by message: IRCMessage, _ date: Date) {
        guard let time = message.time else { return }
        offset = time.timeIntervalSince(date)
    }

    /// Handles the start or the end of a batch.
    mutating func receiveBatch(_ message: IRCMessage) {
        let reference = String(message[0].dropFirst())
        if message[0].hasPrefix("-") {
            batches[reference] = nil
        } else if batches.count < Self.batchLimit {
            let type = message[1].lowercased()
            let isReplay = ["history", "playback"].contains { type.contains($0) }
            batches[reference] = isReplay || (message.tags["batch"].flatMap { batches[$0] } ?? false)
        }
    }

    /// Handles a PRIVMSG of someone else.
    /// - Parameter roomName: returns the name of a channel for settings.
    mutating func receive(
        _ message: IRCMessage, nick: String, features: ServerFeatures, knowsAccounts: Bool, at now: Instant,
        _ date: Date,
        roomName: (String) -> String
    ) -> Outcome {
        guard let source = message.source, source.user != nil, !features.isSame(source.nick, nick),
            message.tags["bot"] == nil, message.tags["draft/bot"] == nil, message.parameters.count >= 2,
            !isOld(message, date)
        else { return .nothing }
        var text = message.text
        if text.hasPrefix("\u{1}") {
            let query = text.dropFirst().prefix { $0 != "\u{1}" }
            guard query.hasPrefix("ACTION ") else {
                return features.isSame(message[0], nick) ? answer(String(query), to: source.nick, now) : .nothing
            }
            text = String(query.dropFirst(7))
        }
        text = IRCText.plain(text)
        let channel = features.channel(of: message[0])
        guard channel != nil || features.isSame(message[0], nick) else { return .nothing }
        let addressed = Self.afterName(nick, in: text, features)
        guard !(addressed ?? text).allSatisfy(\.isWhitespace) else { return .nothing }
        let account = knowsAccounts ? message.tags["account"] : nil
        let person = Person(id: Self.identifier(account, source), displayName: source.nick)
        let room = channel.map { Room(named: roomName($0), on: nil) } ?? Room(named: source.nick, on: nil)
        return .message(
            IncomingMessage(
                addressed ?? text, from: person, in: room, id: message.tags["msgid"].map { MessageID($0) },
                isAddressed: addressed != nil, isDirect: channel == nil))
    }

    /// The services account, or the nick, marked with a sign that no account contains.
    private static func identifier(_ account: String?, _ source: IRCSource) -> String {
        guard let account, !account.isEmpty, account != "*", !account.contains("!") else { return source.mask }
        return account
    }

    private func isOld(_ message: IRCMessage, _ date: Date) -> Bool {
        if let batch = message.tags["batch"], batches[batch] ?? false { return true }
        guard let time = message.time else { return false }
        return date.timeIntervalSince(time) + offset > Self.longestAge
    }

    /// The text after `Nick: `, `Nick, ` or `@Nick ` at the start.
    private static func afterName(_ nick: String, in text: String, _ features: ServerFeatures) -> String? {
        let trimmed = text.drop { $0 == " " }
        let hasSign = trimmed.first == "@"
        let rest = hasSign ? trimmed.dropFirst() : trimmed
        let word = rest.prefix { $0 != " " && $0 != ":" && $0 != "," }
        guard features.isSame(String(word), nick) else { return nil }
        let tail = rest[word.endIndex...]
        guard hasSign || tail.first == ":" || tail.first == "," else { return nil }
        return String(tail.drop { $0 == ":" || $0 == "," || $0 == " " })
    }

    /// Answers a CTCP query (modern.ircdocs.horse/ctcp), at a limited rate, by NOTICE, which no client answers.
    private mutating func answer(_ query: String, to nick: String, _ now: Instant) -> Outcome {
        let words = query.split(separator: " ", maxSplits: 1).map(String.init)
        let answer: String
        switch words.first?.uppercased() {
        case "VERSION": answer = "VERSION Hark"
        case "PING": answer = "PING \(IRCText.plain(words.count == 2 ? words[1] : "").clipped(to: 60))"
        default: return .nothing
        }
        if let lastAnswer, now - lastAnswer < Self.answerInterval { return .nothing }
        lastAnswer = now
        return .answer(IRCLine("NOTICE", nick, text: "\u{1}\(answer)\u{1}"))
    }
}

extension IRCMessage {
    /// When the message was sent, by the server (ircv3.net/specs/extensions/server-time).
    fileprivate var time: Date? {
        guard let text = tags["time"] else { return nil }
        return (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
            ?? (try? Date(text, strategy: .iso8601))
    }
}
