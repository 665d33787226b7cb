import Hark
import SystemPackage
import XCTest

@testable import HarkTerminal

final class TerminalChatTests: XCTestCase {
    func testSend_prefixesEveryLine_whenPiped() async throws {
        let wires = try Wires()
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")

        try await chat.send("one\ntwo\u{1b}c\n", to: "#ops\n")

        let text = await wires.output.read(through: "c\n")
        XCTAssertEqual(text, "[#ops\\u{a}] one\n[#ops\\u{a}] two\\u{1b}c\n")
    }

    func testSend_indentsFurtherLines_onATerminal() async throws {
        let wires = try Wires(isInteractive: true)
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")

        try await chat.send("one\ntwo", to: "#ops")

        let text = await wires.output.read(through: "two\n")
        XCTAssertEqual(text, "[#ops] one\n       two\n")
    }

    func testRun_hearsPipedLinesInOrder_andWaitsAfterTheEnd() async throws {
        let wires = try Wires()
        let heard = Heard()
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(hear: heard.take) }

        try wires.type("one\r\n\n\u{1b}[2J\ntwo")
        try wires.keyboard.close()
        let messages = await heard.next(3)
        run.cancel()

        try await run.value
        let ada = Person(id: "ada")
        XCTAssertEqual(
            messages,
            ["one", "\u{1b}[2J", "two"].map { IncomingMessage($0, from: ada, in: "#general") }
        )
    }

    func testRun_logsOnceAndGoesOn_whenALineIsTooLong() async throws {
        let wires = try Wires()
        let heard = Heard()
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")
        let run = Task { try await chat.run(hear: heard.take) }
        let keyboard = wires.keyboard
        let bytes = [UInt8](repeating: 0xff, count: 1_000_000) + Array("\nok\n".utf8)
        let typing = Task.detached { try keyboard.writeAll(bytes) }

        let messages = await heard.next(1)
        let log = await wires.log.read(through: "\n")
        run.cancel()

        _ = try await (typing.value, run.value)
        XCTAssertEqual(messages.map(\.text), ["ok"])
        XCTAssertEqual(log, "A line of more than 65536 bytes on standard input was ignored.\n")
    }

    func testRun_returns_onCtrlDAtThePrompt_whenAllWasDealtWith() async throws {
        let wires = try Wires(isInteractive: true)
        let heard = Heard()
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")
        try wires.type("one\rtwo\r\r\u{4}ignored\r")

        try await chat.run(hear: heard.take)

        let messages = await heard.next(2)
        XCTAssertEqual(messages.map(\.text), ["one", "two"])
    }

    func testRun_redrawsTheLineBeingTyped_whenAMessageArrives() async throws {
        let wires = try Wires(isInteractive: true)
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")
        let run = Task { try await chat.run { _ in } }
        try wires.type("half")
        _ = await wires.output.read(through: "hark> half\r\u{1b}[10C")

        try await chat.send("news", to: "#ops")

        let text = await wires.output.read(through: "hark> half\r\u{1b}[10C")
        XCTAssertEqual(text, "\r\u{1b}[J[#ops] news\nhark> half\r\u{1b}[10C")
        try wires.type("\u{3}\u{3}")
        try await run.value
    }

    func testRun_keepsReading_whileALineIsDealtWith() async throws {
        let wires = try Wires(isInteractive: true)
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")
        let run = Task { try await chat.run { _ in try? await Task.sleep(for: .seconds(600)) } }
        let lines = TerminalChat.backlog + 10

        try wires.type(String(repeating: "x\r", count: lines))

        let log = await wires.log.read(through: "not taken.\n")
        XCTAssertTrue(log.hasPrefix("The bot is still busy with the 64 lines before; this one was not taken.\n"))
        run.cancel()
        try await run.value
    }

    func testRun_returns_whenCancelledAtThePrompt() async throws {
        let wires = try Wires(isInteractive: true)
        let chat = TerminalChat(console: wires.console, room: "#general", user: "ada")
        let run = Task { try await chat.run { _ in } }
        _ = await wires.output.read(through: "hark> \r\u{1b}[6C")

        run.cancel()

        try await run.value
        let text = await wires.output.read(through: "\u{1b}[J")
        XCTAssertTrue(text.hasSuffix("\r\u{1b}[J"))
    }

    func testIsOwner_isThePersonAtTheKeyboard() throws {
        let wires = try Wires()
        let chat = TerminalChat(console: wires.console, room: "#general", user: "")

        XCTAssertTrue(chat.isOwner(Person(id: "you")))
        XCTAssertFalse(chat.isOwner(Person(id: "eve")))
    }
}

/// What the bot heard.
private final class Heard: Sendable {
    private let stream = AsyncStream.makeStream(of: IncomingMessage.self)

    @Sendable func take(_ message: IncomingMessage) async { stream.continuation.yield(message) }

    func next(_ count: Int) async -> [IncomingMessage] {
        var messages: [IncomingMessage] = []
        for await message in stream.stream.prefix(count) { messages.append(message) }
        return messages
    }
}
