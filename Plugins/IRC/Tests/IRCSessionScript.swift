import HarkEvents
import HarkTesting
import XCTest

import struct FoundationEssentials.Date

@testable import IRCPlugin

/// A session that a test plays the server for.
struct IRCSessionScript {
    var session: IRCSession
    var now = ContinuousClock.Instant.now
    var date = TestBot.newYear2026
    /// Everything that came out, but for what was written.
    private(set) var actions: [IRCSession.Action] = []
    private var unread: [String] = []

    init(
        _ configuration: IRCSession.Configuration = .init(nick: "hark", random: { 0 }), isSecure: Bool = true
    ) {
        session = IRCSession(configuration, channels: configuration.channels, isSecure: isSecure, at: now)
        collect()
    }

    /// One that was welcomed by a server with these capabilities and features.
    static func welcomed(
        _ configuration: IRCSession.Configuration = .init(nick: "hark", random: { 0 }), capabilities: String = "",
        features: String = "CASEMAPPING=ascii CHANTYPES=#"
    ) -> IRCSessionScript {
        var script = IRCSessionScript(configuration)
        script.receive(":irc.test CAP * LS :\(capabilities)")
        if !capabilities.isEmpty { script.receive(":irc.test CAP * ACK :\(capabilities)") }
        script.receive(
            ":irc.test 001 hark :Welcome", ":irc.test 005 hark \(features) :are supported",
            ":irc.test 376 hark :End of MOTD")
        return script
    }

    /// One with labels.
    static func labelled(
        _ configuration: IRCSession.Configuration = .init(nick: "hark", random: { 0 })
    ) -> IRCSessionScript {
        welcomed(
            configuration,
            capabilities: "account-tag batch echo-message labeled-response message-tags server-time")
    }

    mutating func receive(_ lines: String...) {
        for line in lines { session.receive(Array(line.utf8), at: now, date) }
        collect()
    }

    mutating func receive(bytes: [UInt8]) {
        session.receive(bytes, at: now, date)
        collect()
    }

    mutating func pass(_ seconds: Double) {
        now += .seconds(seconds)
        date.addTimeInterval(seconds)
        session.tick(now)
        collect()
    }

    mutating func send(
        _ text: ChatText, id: Int = 1, to target: String = "#ops", replyTo: MessageID? = nil,
        onlyFor person: Person? = nil
    ) {
        session.send(id, OutgoingMessage(text, replyTo: replyTo, recipient: person), to: target, at: now)
        collect()
    }

    /// The bot is in a channel.
    mutating func enter(_ channel: String = "#ops") {
        send("", id: 999, to: channel)
        receive(":hark!hark@host.test JOIN \(channel)")
        _ = written()
        actions = []
    }

    /// The lines that were written since the last call, without tags.
    mutating func written() -> [String] {
        defer { unread = [] }
        return unread.map { line in line.hasPrefix("@") ? String(line.drop { $0 != " " }.dropFirst()) : line }
    }

    /// The same with tags.
    mutating func writtenWithTags() -> [String] {
        defer { unread = [] }
        return unread
    }

    /// What was received so far.
    var received: [IncomingMessage] {
        actions.compactMap { action in if case .receive(let message) = action { message } else { nil } }
    }

    /// How messages ended so far.
    var results: [Int: Result<MessageID?, ChatError>] {
        actions.reduce(into: [:]) { results, action in
            if case .settle(let id, let result, _) = action { results[id] = result }
        }
    }

    /// Why the connection ends; nil while it does not.
    var ending: ChatError? {
        actions.compactMap { action in if case .end(let error) = action { error } else { nil } }.first
    }

    func error(of id: Int = 1) -> ChatError? {
        if case .failure(let error)? = results[id] { error } else { nil }
    }

    mutating func collect() {
        for action in session.takeActions() {
            guard case .write(let bytes) = action else {
                actions.append(action)
                continue
            }
            let text = String(decoding: bytes, as: UTF8.self)
            XCTAssertTrue(text.hasSuffix("\r\n"), text)
            XCTAssertFalse(text.dropLast().unicodeScalars.contains { ["\r", "\n", "\0"].contains($0) }, text)
            unread.append(String(text.dropLast()))
        }
    }
}
