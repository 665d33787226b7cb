internal import Hark

/// Checks of the bot's messages, as people see them.
extension NetworkSuite {
    /// Checks every kind of span, every severity, and the order of messages in a room.
    func checkSending() async throws {
        try await peer.forget()
        let link = ChatText(link: "page", to: "https://example.org/a?b=c&d")
        for number in 1...5 {
            await send("\(number): \(strong: "bold") and \(emphasis: "slanted") and \(code: "code") and \(link)")
        }
        let seen = try await seen(5)
        if seen.count != 5 { fail("5 messages are seen as \(seen.count)") }
        for (number, message) in zip(1..., seen) where !message.text.contains("\(number): ") {
            fail("message \(number) is out of order: \(message.text)")
        }
        for word in ["bold", "slanted", "code", "page"] where seen.first?.text.contains(word) != true {
            fail("“\(word)” is not seen in “\(seen.first?.text ?? "")”")
        }
        let source = seen.first?.source ?? ""
        if !["&", "&amp;"].contains(where: { source.contains("https://example.org/a?b=c\($0)d") }) {
            fail("the target of a link is not seen in “\(source)”")
        }
        for severity in Severity.allCases {
            try await peer.forget()
            await send(OutgoingMessage("as bad as it gets", severity: severity))
            try await expect("a message of severity \(severity) is seen") {
                try await peer.seen().contains { $0.text.contains("as bad as it gets") }
            }
        }
    }

    /// Texts that some networks would interpret if they were not escaped: as mentions, markup, commands or controls.
    static var hostileTexts: [String] {
        [
            "@channel @here @everyone @all @room", "<!channel> <!here> <@U12345678> <#C1|x>",
            "@**all** @*group* @_**x**",
            "[click](https://evil.example) <https://evil.example|click>", "<a href=\"https://evil.example\">click</a>",
            "**b** __u__ ~~s~~ `c` ||s|| > q", "# big\n- list\n```\nfence",
            "a\u{0}b\u{7}c\u{1b}[31md\u{2}e\u{3}4f\r\nPRIVMSG #x :y",
            "\u{202e}txet\u{202c} \u{2066}x\u{2069} \u{200b}\u{feff} \u{200e}1\u{200f}2\u{61c}", "&lt;b&gt; &amp; <b>",
            "/me waves", "!status",
            "\\* \\_ \\`",
            "tg://user?id=1 mxid @a:b.c matrix.to", "e" + String(repeating: "\u{301}", count: 500),
        ]
    }

    func checkStrangersText() async throws {
        for text in Self.hostileTexts {
            // Unchanged, and as the host sanitizes it for a single line.
            let raw = "start \(text) end"
            try await checkHarmless(ChatText(raw), text)
            let link = ChatText(link: UntrustedText(text), to: "https://example.org")
            let (strong, other) = (UntrustedText(text), UntrustedText(text))
            try await checkHarmless("start \(strong: strong) \(emphasis: other) \(code: other) \(link) end", text)
        }
    }

    private func checkHarmless(_ text: ChatText, _ hostile: String) async throws {
        try await peer.forget()
        await send(text)
        try await expect("“\(hostile)” is seen between start and end") {
            let whole = try await peer.seen().map(\.text).joined(separator: " ")
            return whole.hasPrefix("start") && whole.contains("end")
        }
        let seen = try await peer.seen()
        if let message = seen.first(where: { !$0.pings.isEmpty }) { fail("“\(hostile)” pings \(message.pings)") }
        let scalars = seen.lazy.flatMap(\.text.unicodeScalars)
        if scalars.contains(where: { ($0.value < 0x20 && $0 != "\n") || $0.value == 0x7f }) {
            fail("“\(hostile)” has control characters where it is seen")
        }
        if scalars.contains(where: \.properties.isBidiControl) {
            fail("“\(hostile)” turns the direction of what is written")
        }
    }

    /// Checks texts around the length limit, in the network's unit of length.
    func checkLengths() async throws {
        let longest = capabilities.longestText
        for unit in ["x", "é", "😀", "&", "word "] {
            let most = Message.limit / unit.utf8.count
            let fitting = min(longest.limit / longest.count(unit), most)
            for count in Set([fitting - 1, fitting, min(fitting + 1, most), min(3 * fitting, most)]).sorted() {
                try await checkLength(count, of: unit, fitting: fitting)
            }
        }
    }

    private func checkLength(_ count: Int, of unit: String, fitting: Int) async throws {
        try await peer.forget()
        let text = String(repeating: unit, count: count)
        await send(ChatText(text))
        // An escaped character may take several characters; a truncated text may end with a mark.
        let isSign = unit == "&"
        let least = isSign ? fitting / 6 : count > fitting ? fitting - fitting / 20 - 5 : count
        let word = unit.filter { !$0.isWhitespace }
        try await expect("of \(count) times “\(unit)” at least \(least) are seen") {
            let shown = try await shownText()
            if isSign { return shown.count { $0 == "&" } >= least }
            return shown.hasPrefix(String(repeating: word, count: least))
        }
        let shown = try await shownText()
        if shown.unicodeScalars.contains("\u{fffd}") { fail("\(count) of “\(unit)” are cut within a character") }
        if !isSign, count <= fitting, shown != String(repeating: word, count: count) {
            fail("\(count) of “\(unit)” are seen with something else")
        }
    }

    /// The text of all messages that people have seen, without whitespace, at which a long text is split.
    private func shownText() async throws -> String {
        try await peer.seen().map(\.text).joined().filter { !$0.isWhitespace }
    }

    func checkThreads() async throws {
        guard has(.threads) else { return }
        try await peer.forget()
        guard let first = await send("first") else { return fail("a message has no identifier") }
        await send(OutgoingMessage("in its thread", thread: first))
        try await expectThread(first, of: "in its thread")
        guard has(.threadsSeenInRoom) else { return }
        await send(OutgoingMessage("seen by all", thread: first, isAlsoInRoom: true))
        try await expectThread(first, of: "seen by all")
    }

    private func expectThread(_ first: MessageID, of text: String) async throws {
        try await expect("“\(text)” is seen in a thread") {
            try await peer.seen().contains { $0.text.contains(text) && $0.thread != nil }
        }
        let thread = try await peer.seen().first { $0.text.contains(text) }?.thread
        if let thread, thread != first { fail("a reply is in the thread \(thread) and not in \(first)") }
    }

    func checkEdits() async throws {
        guard has(.edits) else { return }
        try await peer.forget()
        guard let first = await send("as it was") else { return fail("a message has no identifier") }
        for text in ["changed", "changed @channel <!channel> @everyone @all **b**"] {
            do throws(ChatError) {
                try await network.edit(first, in: peer.room, to: OutgoingMessage(ChatText(text)))
            } catch {
                fail("a message is not changed: \(reason(of: error))")
            }
            try await expect("“\(text)” is seen in the place of what was said") {
                try await peer.seen().contains { $0.text.hasPrefix("changed") && $0.editCount > 0 }
            }
        }
        let seen = try await peer.seen()
        if seen.count != 1 { fail("a changed message is seen \(seen.count) times") }
        if let message = seen.first(where: { !$0.pings.isEmpty }) { fail("a change pings \(message.pings)") }
    }

    func checkMention(of sender: Person) async throws {
        try await peer.forget()
        let stranger = Person(id: sender.id, on: "elsewhere", displayName: "somebody else")
        await send("for \(stranger) it is")
        if let message = try await seen(1).first(where: { !$0.pings.isEmpty }) {
            fail("a person of another network pings \(message.pings)")
        }
        try await peer.forget()
        await send("for \(Person(id: sender.id, on: networkName, displayName: sender.displayName)) it is")
        guard peer.showsMentions else { return findings.leaveOut("mentions: the peer does not show them") }
        try await expect("a mention pings somebody") { try await peer.seen().contains { !$0.pings.isEmpty } }
    }

    func checkDirectMessages(with person: Person) async throws {
        guard has(.directMessages) else { return }
        guard let room = network.directRoom(of: person) else { return fail("there is no direct room with \(person)") }
        try await peer.forget()
        await send(OutgoingMessage("for you alone"), to: room)
        try await expect("a direct message is seen") {
            try await peer.seen().contains { $0.text.contains("for you alone") }
        }
    }
}
