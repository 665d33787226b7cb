import Hark
import SystemPackage
import XCTest

@testable import TerminalPlugin

final class TerminalChatTests: XCTestCase {
    func testSend_prefixesTheFirstLineAndIndentsTheOthers_whenPiped() async throws {
        let piped = try PipedConsole()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")

        _ = try await chat.send(OutgoingMessage("one\n[#ops] two\u{1b}c\n\nend"), to: "#ops\n")

        let text = await piped.output.read(through: "end\n")
        let indent = String(repeating: " ", count: 12)
        XCTAssertEqual(text, "[#ops\\u{a}] one\n\(indent)[#ops] two\\u{1b}c\n\(indent)\n\(indent)end\n")
    }

    func testSend_indentsFurtherLines_onATerminal() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")

        _ = try await chat.send(OutgoingMessage("one\ntwo"), to: "#ops")

        let text = await piped.output.read(through: "two\n")
        XCTAssertEqual(text, "[#ops] one\n       two\n")
    }

    func testSend_indentsWhatDoesNotFitIntoTheFirstRow_onATerminal() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let title = "A title" + String(repeating: " ", count: 62) + "[#ops] [acme/rocket] ada merged pull request #8"

        _ = try await chat.send(OutgoingMessage(ChatText(title)), to: "#ops")

        let text = await piped.output.read(through: "#8\n")
        let rows = text.split(separator: "\n")
        XCTAssertEqual(rows.count, 2)
        XCTAssertEqual(rows.last, "       [#ops] [acme/rocket] ada merged pull request #8")
    }

    func testSend_cutsALongMessage_andTakesLittleTime_forATextOfMarks() async throws {
        let piped = try PipedConsole()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let marks = String(String.UnicodeScalarView((0..<500_000).map { $0 % 2 == 0 ? "\u{301}" : "\u{323}" }))
        let before = ContinuousClock.now

        _ = try await chat.send(OutgoingMessage(ChatText("x" + marks)), to: Room("#" + marks))

        XCTAssertLessThan(before.duration(to: .now), .seconds(2))
        let text = await piped.output.read(through: "…\n")
        XCTAssertLessThan(text.utf8.count, 1000)
    }

    func testRun_showsTheNameOfTheBotInThePrompt() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada", name: "team bot")
        try piped.type("\u{4}")

        try await chat.run(ChatInbox { _ in })

        let text = await piped.output.read(through: "\u{1b}[J")
        XCTAssertTrue(text.hasPrefix("team\\u{20}bot> \r"), text)
    }

    func testRun_handsNoticesToWhoeverTakesThem() async throws {
        let piped = try PipedConsole()
        let notices = AsyncStream.makeStream(of: String.self)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada") {
            notices.continuation.yield($0)
        }
        let run = Task { try await chat.run(ChatInbox { _ in }) }
        let keyboard = piped.keyboard

        let typing = Task.detached { try keyboard.writeAll([UInt8](repeating: 0x78, count: 100_000) + [0x0a]) }

        let notice = await notices.stream.first { _ in true }
        XCTAssertEqual(notice, "A line of more than 65536 bytes on standard input was ignored.")
        run.cancel()
        _ = try await (typing.value, run.value)
    }

    func testRun_receivesATextOfMarksInLittleTime_whenPiped() async throws {
        let piped = try PipedConsole()
        let received = Received()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(ChatInbox(onMessage: received.take)) }
        let keyboard = piped.keyboard
        let marks = String(String.UnicodeScalarView((0..<32_000).map { $0 % 2 == 0 ? "\u{301}" : "\u{323}" }))
        let before = ContinuousClock.now
        let typing = Task.detached { try keyboard.writeAll(Array("\(marks)\n".utf8)) }

        let messages = await received.next(1)

        XCTAssertLessThan(before.duration(to: .now), .seconds(1))
        XCTAssertEqual(messages.first?.text.unicodeScalars.count, 30)
        run.cancel()
        _ = try await (typing.value, run.value)
    }

    func testRun_receivesPipedLinesInOrder_andWaitsAfterTheEnd() async throws {
        let piped = try PipedConsole()
        let received = Received()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(ChatInbox(onMessage: received.take)) }

        try piped.type("one\r\n\n\u{1b}[2J\ntwo")
        try piped.keyboard.close()
        let messages = await received.next(3)
        run.cancel()

        try await run.value
        let ada = Person(id: "ada")
        XCTAssertEqual(
            messages,
            ["one", "\u{1b}[2J", "two"].map { IncomingMessage($0, from: ada, in: "#general") }
        )
    }

    func testRun_logsOnceAndGoesOn_whenALineIsTooLong() async throws {
        let piped = try PipedConsole()
        let received = Received()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(ChatInbox(onMessage: received.take)) }
        let keyboard = piped.keyboard
        let bytes = [UInt8](repeating: 0xff, count: 1_000_000) + Array("\nok\n".utf8)
        let typing = Task.detached { try keyboard.writeAll(bytes) }

        let messages = await received.next(1)
        let log = await piped.log.read(through: "\n")
        run.cancel()

        _ = try await (typing.value, run.value)
        XCTAssertEqual(messages.map(\.text), ["ok"])
        XCTAssertEqual(log, "A line of more than 65536 bytes on standard input was ignored.\n")
    }

    func testRun_returns_onCtrlDAtThePrompt_whenAllWasDealtWith() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let received = Received()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        try piped.type("one\rtwo\r\r\u{4}ignored\r")

        try await chat.run(ChatInbox(onMessage: received.take))

        let messages = await received.next(2)
        XCTAssertEqual(messages.map(\.text), ["one", "two"])
    }

    func testRun_redrawsTheLineBeingTyped_whenAMessageArrives() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(ChatInbox { _ in }) }
        try piped.type("half")
        _ = await piped.output.read(through: "hark> half\r\u{1b}[10C")

        _ = try await chat.send(OutgoingMessage("news"), to: "#ops")

        let text = await piped.output.read(through: "hark> half\r\u{1b}[10C")
        XCTAssertEqual(text, "\r\u{1b}[J[#ops] news\nhark> half\r\u{1b}[10C")
        try piped.type("\u{3}\u{3}")
        try await run.value
    }

    func testRun_keepsReading_whileALineIsDealtWith() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(ChatInbox { _ in try? await Task.sleep(for: .seconds(600)) }) }
        let lines = TerminalChat.backlog + 10

        try piped.type(String(repeating: "x\r", count: lines))

        let log = await piped.log.read(through: "not taken.\n")
        XCTAssertTrue(log.hasPrefix("The bot is still busy with the 64 lines before; this one was not taken.\n"))
        run.cancel()
        try await run.value
    }

    func testRun_returns_whenCancelledAtThePrompt() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let chat = TerminalChat(console: piped.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(ChatInbox { _ in }) }
        _ = await piped.output.read(through: "hark> \r\u{1b}[6C")

        run.cancel()

        try await run.value
        let text = await piped.output.read(through: "\u{1b}[J")
        XCTAssertTrue(text.hasSuffix("\r\u{1b}[J"))
    }

    func testIsOwner_isThePersonAtTheKeyboard() throws {
        let piped = try PipedConsole()
        let chat = TerminalChat(console: piped.console, room: "#general", user: "")

        XCTAssertTrue(chat.isOwner(Person(id: "you")))
        XCTAssertFalse(chat.isOwner(Person(id: "eve")))
    }
}

/// What the bot received.
private final class Received: Sendable {
    private let stream = AsyncStream.makeStream(of: IncomingMessage.self)

    @Sendable func take(_ message: IncomingMessage) async { stream.continuation.yield(message) }

    func next(_ count: Int) async -> [IncomingMessage] {
        var messages: [IncomingMessage] = []
        for await message in stream.stream.prefix(count) { messages.append(message) }
        return messages
    }
}
