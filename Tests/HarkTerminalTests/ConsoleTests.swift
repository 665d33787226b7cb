import SystemPackage
import XCTest

@testable import HarkTerminal

final class ConsoleTests: XCTestCase {
    func testIsInteractive_isFalse_onPipes() throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }

        let console = Console(input: pipe.readEnd, output: pipe.writeEnd, error: pipe.writeEnd)

        XCTAssertFalse(console.isInteractive)
    }

    func testLog_writesOnStandardError_withControlsEscapedAndMoreLinesIndented() async throws {
        let wires = try Wires()

        wires.console.log("info \u{1b}[31mred\nforged\n")

        let log = await wires.log.read(through: "forged\n")
        XCTAssertEqual(log, "info \\u{1b}[31mred\n    forged\n")
    }

    func testLog_saysHowManyLinesWereLost_whenNobodyReadThem() async throws {
        let wires = try Wires(writer: Writer(patience: 20))
        for _ in 0..<3 { wires.console.log(String(repeating: "x", count: 200_000)) }
        await wires.console.flush()
        _ = await wires.log.read(through: "x")

        wires.console.log("next")

        let log = await wires.log.read(through: "next\n")
        XCTAssertTrue(log.hasSuffix("\n(3 log lines were lost: nothing read them.)\nnext\n"))
    }

    func testSay_printsAboveThePrompt() async throws {
        let wires = try Wires(isInteractive: true)
        wires.console.show(PromptLine(prompt: "> ", characters: ["a"], cursor: 1))

        try await wires.console.say(["one", "two"])

        let text = await wires.output.read(through: "two\n> a\r\u{1b}[3C")
        XCTAssertEqual(text, "> a\r\u{1b}[3C\r\u{1b}[Jone\ntwo\n> a\r\u{1b}[3C")
    }

    func testShow_erasesThePrompt_whenNone() async throws {
        let wires = try Wires(isInteractive: true)
        wires.console.show(PromptLine(prompt: "> "))

        wires.console.show(nil)
        try await wires.console.say(["one"])

        let text = await wires.output.read(through: "one\n")
        XCTAssertEqual(text, "> \r\u{1b}[2C\r\u{1b}[Jone\n")
    }

    func testLeave_keepsTheEnteredLineAsText() async throws {
        let wires = try Wires(isInteractive: true)
        let prompt = PromptLine(prompt: "> ", characters: ["\u{202e}"], cursor: 1)
        wires.console.show(prompt)

        wires.console.leave(prompt)

        let text = await wires.output.read(through: "\n")
        XCTAssertTrue(text.hasSuffix("\r\u{1b}[J> \\u{202e}\n"))
    }

    func testSay_throws_whenTheOutputIsClosed() async throws {
        let wires = try Wires()
        try wires.output.descriptor.close()
        var failure: ConsoleError?

        do throws(ConsoleError) { try await wires.console.say(["x"]) } catch { failure = error }

        XCTAssertEqual(failure, .broken(Errno.brokenPipe.rawValue))
    }
}
