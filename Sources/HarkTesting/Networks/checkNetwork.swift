private import Hark
private import Synchronization
private import XCTest

/// Holds a chat network to what the host expects of every one, against a peer: sending, lengths, strangers' text,
/// threads, edits, errors by kind, keys, hearing once, coming back, a clean stop.
///
/// ```swift
/// func testNetwork_isAsTheHostExpects() async throws { try await checkNetwork(PagerPeer(server)) }
/// ```
///
/// It fails the test once for each difference. What the network's `capabilities` do not promise is not tried.
/// - Throws: what the peer itself fails with.
public func checkNetwork(
    _ peer: some NetworkPeer, file: StaticString = #filePath, line: UInt = #line
) async throws {
    let suite = NetworkSuite(peer: peer, file: file, line: line)
    let heard = Heard()
    if peer.keepsHistory { _ = try await peer.say("!history", .plainly) }
    let run = Task {
        try await peer.network.run(
            ChatInbox(rooms: [peer.room], onMessage: { heard.append($0) }, onState: { heard.note($0) }))
    }
    defer { run.cancel() }
    guard await suite.expect("the network connects", within: .seconds(30), { heard.isConnected }) else { return }
    try await suite.checkSending()
    try await suite.checkStrangersText()
    try await suite.checkLengths()
    try await suite.checkThreadsAndEdits()
    try await suite.checkErrors()
    try await suite.checkHearing(heard)
    try await suite.checkComingBack(heard)
    run.cancel()
    let isStopped = Mutex(false)
    Task {
        _ = await run.result
        isStopped.withLock { $0 = true }
    }
    await suite.expect("it stops when it is cancelled", within: .seconds(10)) { isStopped.withLock { $0 } }
}

/// What a network has heard, and whether it has been connected.
private final class Heard: Sendable {
    private let state = Mutex((messages: [IncomingMessage](), isConnected: false))

    var messages: [IncomingMessage] { state.withLock { $0.messages } }
    var isConnected: Bool { state.withLock { $0.isConnected } }

    func append(_ message: IncomingMessage) { state.withLock { $0.messages.append(message) } }

    func note(_ connection: NetworkState) {
        if connection == .connected { state.withLock { $0.isConnected = true } }
    }
}

private struct NetworkSuite<Peer: NetworkPeer> {
    let peer: Peer
    let file: StaticString
    let line: UInt

    private var network: any ChatNetwork { peer.network }
    private var capabilities: NetworkCapabilities { type(of: peer.network).capabilities }

    /// Waits until something is so, and fails the test if it is not so in time.
    @discardableResult
    func expect(_ what: String, within limit: Duration, _ isSo: () async throws -> Bool) async rethrows -> Bool {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await isSo() { return true }
            try? await Task.sleep(for: .milliseconds(20))
        }
        fail("\(what) does not happen")
        return false
    }

    private func fail(_ what: String) {
        XCTFail("\(type(of: peer.network).networkName): \(what)", file: file, line: line)
    }

    @discardableResult
    private func send(_ text: ChatText, thread: MessageID? = nil) async -> MessageID? {
        do { return try await network.send(OutgoingMessage(text, thread: thread), to: peer.room) } catch {
            fail("“\(text.plain.prefix(80))” is not sent: \(error)")
            return nil
        }
    }

    private func seen(_ count: Int) async throws -> [SeenMessage] {
        try await expect("\(count) messages are seen", within: .seconds(20)) { try await peer.seen().count >= count }
        return try await peer.seen()
    }

    // MARK: - Speaking

    func checkSending() async throws {
        try await peer.forget()
        let text: ChatText =
            "\(strong: "bold") and \(code: "code") and \(ChatText(link: "page", to: "https://example.org/a?b=c&d"))"
        for number in 1...5 { await send("\(number): \(text)") }
        let seen = try await seen(5)
        for (number, message) in zip(1..., seen) where !message.text.contains("\(number): ") {
            fail("message \(number) is out of order: \(message.text)")
        }
        for word in ["bold", "code", "page"] where seen.first?.text.contains(word) != true {
            fail("“\(word)” is not seen in “\(seen.first?.text ?? "")”")
        }
        let source = seen.first?.source ?? ""
        if !["&", "&amp;"].contains(where: { source.contains("https://example.org/a?b=c\($0)d") }) {
            fail("the target of a link is not seen in “\(source)”")
        }
    }

    /// Texts that would do something on one network or another if they were taken for markup.
    private static var hostileTexts: [String] {
        [
            "@channel @here @everyone @all @room", "<!channel> <!here> <@U12345678> <#C1|x>",
            "@**all** @*group* @_**x**",
            "[click](https://evil.example) <https://evil.example|click>", "<a href=\"https://evil.example\">click</a>",
            "**b** __u__ ~~s~~ `c` ||s|| > q", "# big\n- list\n```\nfence",
            "a\u{0}b\u{7}c\u{1b}[31md\u{2}e\u{3}4f\r\nPRIVMSG #x :y",
            "\u{202e}txet\u{202c} \u{2066}x\u{2069} \u{200b}\u{feff}", "&lt;b&gt; &amp; <b>", "/me waves", "!status",
            "\\* \\_ \\`",
            "tg://user?id=1 mxid @a:b.c matrix.to", "e" + String(repeating: "\u{301}", count: 500),
        ]
    }

    func checkStrangersText() async throws {
        for text in Self.hostileTexts {
            try await peer.forget()
            await send("start \(text) end")
            let seen = try await seen(1)
            if let message = seen.first(where: { !$0.pings.isEmpty }) { fail("“\(text)” pings \(message.pings)") }
            let whole = seen.map(\.text).joined(separator: " ")
            if !whole.hasPrefix("start") || !whole.contains("end") { fail("“\(text)” is seen as “\(whole)”") }
            if whole.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" }) {
                fail("“\(text)” has control characters where it is seen")
            }
        }
    }

    func checkLengths() async throws {
        let limit = capabilities.longestText.limit
        for unit in ["x", "é", "😀", "&", "word "] {
            for count in [limit - 1, limit, limit + 1, 3 * limit] {
                try await peer.forget()
                await send(ChatText(String(repeating: unit, count: min(count, Message.limit))))
                let seen = try await seen(1)
                if seen.contains(where: { $0.text.unicodeScalars.contains("\u{fffd}") }) {
                    fail("\(count) of “\(unit)” are cut within a character")
                }
                // What is left may have a sign that something is missing.
                let length = seen.reduce(0) { $0 + $1.text.utf8.count(where: { $0 == UInt8(ascii: "x") }) }
                let wanted = min(count, limit, Message.limit)
                if unit == "x", length < wanted - wanted / 20 { fail("of \(count) characters \(length) are seen") }
            }
        }
    }

    func checkThreadsAndEdits() async throws {
        try await peer.forget()
        guard let first = await send("first") else {
            if capabilities.has(.threads) || capabilities.has(.edits) { fail("a message has no identifier") }
            return
        }
        if capabilities.has(.threads) {
            await send("in its thread", thread: first)
            let thread = try await seen(2).first { $0.text.contains("in its thread") }?.thread
            if thread != first { fail("a reply is in the thread \(thread?.text ?? "none") and not in \(first)") }
        }
        if capabilities.has(.edits) {
            do { try await network.edit(first, in: peer.room, to: OutgoingMessage("changed")) } catch {
                fail("a message is not changed: \(error)")
            }
            try await expect("a changed text is seen", within: .seconds(10)) {
                try await peer.seen().contains { $0.text.contains("changed") && $0.editCount > 0 }
            }
        }
    }

    private func checkTalk(with person: Person) async throws {
        guard let room = network.directRoom(of: person) else { return fail("there is no talk with \(person)") }
        try await peer.forget()
        do { _ = try await network.send(OutgoingMessage("for you alone"), to: room) } catch {
            fail("a direct message is not sent: \(error)")
        }
        try await expect("a direct message is seen", within: .seconds(10)) {
            try await peer.seen().contains { $0.text.contains("for you alone") }
        }
    }

    func checkErrors() async throws {
        do {
            _ = try await network.send(OutgoingMessage("hi"), to: peer.missingRoom)
            fail("a message is sent to a room that there is not")
        } catch {
            if error.kind != .noSuchRoom, error.kind != .notAMember { fail("a missing room is \(error.kind)") }
        }
        try await checkFault(.trouble) { $0 == .transient }
        try await checkFault(.page) { $0 == .transient }
        try await checkFault(.tooMany(.seconds(2))) { kind in
            if case .rateLimited(let wait?) = kind { (.seconds(1)...Duration.seconds(3)).contains(wait) } else { false }
        }
        guard capabilities.keyLifetime > .zero else { return }
        try await peer.forget()
        let message = OutgoingMessage("once")
        try await peer.cause(.lostAnswer)
        _ = try? await network.send(message, to: peer.room)
        do { _ = try await network.send(message, to: peer.room) } catch { fail("it is not sent again: \(error)") }
        let count = try await seen(1).count
        if count != 1 { fail("a message of one key is seen \(count) times") }
    }

    private func checkFault(_ fault: PeerFault, _ isRight: (ChatError.Kind) -> Bool) async throws {
        try await peer.cause(fault)
        do {
            _ = try await network.send(OutgoingMessage("hi"), to: peer.room)
            fail("\(fault) goes unnoticed")
        } catch {
            if !isRight(error.kind) { fail("\(fault) is \(error.kind)") }
            guard case .rateLimited(let wait?) = error.kind else { return }
            try await Task.sleep(for: wait)
        }
    }

    // MARK: - Hearing

    func checkHearing(_ heard: Heard) async throws {
        for (manner, isAddressed) in [(Manner.plainly, false), (.toTheBot, true), (.directly, true), (.twice, false)] {
            let before = heard.messages.count
            let word = "\(manner) \(before)"
            _ = try await peer.say(isAddressed ? word : "!\(word)", manner)
            let isHeard = await expect("what is said \(manner) is heard", within: .seconds(20)) {
                heard.messages.contains { $0.text.contains(word) }
            }
            guard isHeard, let message = heard.messages.first(where: { $0.text.contains(word) }) else { continue }
            if message.isAddressed != (isAddressed || peer.reportsAddressedAlone) {
                fail("what is said \(manner) is addressed: \(message.isAddressed)")
            }
            if manner != .directly, message.room.name != peer.room.name { fail("it is heard in \(message.room)") }
            if capabilities.has(.reactions), let id = message.id {
                for reaction in [Reaction.seen, .seen, .done] {
                    do { try await network.react(reaction, to: id, in: message.room) } catch {
                        fail("\(reaction) is not shown: \(error)")
                    }
                }
            }
            if isAddressed, !message.text.hasPrefix(word) { fail("the bot's name is not taken from “\(message.text)”") }
            let ids = Set(heard.messages.filter { $0.text.contains(word) }.map(\.id))
            if ids.count > 1 { fail("one message is heard as \(ids.count)") }
            if message.isDirect != (manner == .directly) {
                fail("what is said \(manner) is direct: \(message.isDirect)")
            }
            if manner == .directly, capabilities.has(.directTalks) { try await checkTalk(with: message.sender) }
        }
        if heard.messages.contains(where: { $0.text.contains("history") }) {
            fail("it hears what was said before it came")
        }
        let before = heard.messages.count
        await send("!own words")
        _ = try await peer.say("!afterwards", .plainly)
        await expect("what is said afterwards is heard", within: .seconds(20)) {
            heard.messages.contains { $0.text.contains("afterwards") }
        }
        if heard.messages.dropFirst(before).contains(where: { $0.text.contains("own words") }) {
            fail("the bot hears itself")
        }
    }

    func checkComingBack(_ heard: Heard) async throws {
        try await peer.cause(.lostConnection)
        // Some platforms do not keep what is said meanwhile.
        var saidCount = 0
        try await expect("it hears again after a lost connection", within: .seconds(90)) {
            saidCount += 1
            _ = try await peer.say("!after the break \(saidCount)", .plainly)
            try await Task.sleep(for: .seconds(1))
            return heard.messages.contains { $0.text.contains("after the break") }
        }
    }
}
