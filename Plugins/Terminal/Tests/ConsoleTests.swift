import SystemPackage
import XCTest

@testable import TerminalPlugin

final class ConsoleTests: XCTestCase {
    func testIsInteractive_isFalse_onPipes() throws {
        let pipe = try FileDescriptor.pipe()
        defer { for end in [pipe.readEnd, pipe.writeEnd] { try? end.close() } }

        let console = Console(input: pipe.readEnd, output: pipe.writeEnd, error: pipe.writeEnd)

        XCTAssertFalse(console.isInteractive)
    }

    func testLog_writesOnStandardError_withControlsEscapedAndMoreLinesIndented() async throws {
        let piped = try PipedConsole()

        piped.console.log("info \u{1b}[31mred\nforged\n")

        let log = await piped.log.read(through: "forged\n")
        XCTAssertEqual(log, "info \\u{1b}[31mred\n    forged\n")
    }

    func testLog_saysHowManyLinesWereLost_whenNobodyReadThem() async throws {
        let piped = try PipedConsole(patience: 20)
        for _ in 0..<3 { piped.console.log(String(repeating: "x", count: 200_000)) }
        await piped.console.flush()
        _ = await piped.log.read(through: "x")

        piped.console.log("next")

        let log = await piped.log.read(through: "next\n")
        XCTAssertTrue(log.hasSuffix("\n(3 log lines were lost: nothing read them.)\nnext\n"))
    }

    func testLog_writesAFinishedLineAsItIs_andCountsTheLostInItsFormat() async throws {
        let piped = try PipedConsole(patience: 20)
        let line = LogLine(#"{"m":"\u2028","n":"e\#u{301}"}"#, isForPeople: false) { #"{"lost":\#($0)}"# }
        piped.console.log(String(repeating: "x", count: 200_000))
        await piped.console.flush()
        _ = await piped.log.read(through: "x")

        piped.console.log(line)

        let log = await piped.log.read(through: "}\n")
        XCTAssertTrue(log.hasSuffix("\n{\"lost\":1}\n\(line.text)\n"))
    }

    func testSay_goesOn_whenNobodyReadsTheLog() async throws {
        let piped = try PipedConsole()
        for _ in 0..<2000 { piped.console.log(String(repeating: "x", count: 1000)) }

        try await piped.console.write(["one"], after: "")

        let text = await piped.output.read(through: "one\n")
        XCTAssertEqual(text, "one\n")
        // No one may write to the pipes once they are closed.
        try piped.log.descriptor.close()
        await piped.console.flush()
    }

    func testLog_goesOn_whenNobodyReadsTheChat() async throws {
        let piped = try PipedConsole()
        let console = piped.console
        let saying = Task { try? await console.write([String(repeating: "x", count: 500_000)], after: "") }

        console.log("one")

        let log = await piped.log.read(through: "one\n")
        XCTAssertEqual(log, "one\n")
        try piped.output.descriptor.close()
        await saying.value
    }

    func testSay_printsAboveThePrompt() async throws {
        let piped = try PipedConsole(isInteractive: true)
        piped.console.show(PromptLine(prompt: "> ", characters: ["a"], cursor: 1))

        try await piped.console.write(["one", "two"], after: "")

        let text = await piped.output.read(through: "two\n> a\r\u{1b}[3C")
        XCTAssertEqual(text, "> a\r\u{1b}[3C\r\u{1b}[Jone\n    two\n> a\r\u{1b}[3C")
    }

    func testShow_erasesThePrompt_whenNone() async throws {
        let piped = try PipedConsole(isInteractive: true)
        piped.console.show(PromptLine(prompt: "> "))

        piped.console.show(nil)
        try await piped.console.write(["one"], after: "")

        let text = await piped.output.read(through: "one\n")
        XCTAssertEqual(text, "> \r\u{1b}[2C\r\u{1b}[Jone\n")
    }

    func testLeave_keepsTheEnteredLineAsText() async throws {
        let piped = try PipedConsole(isInteractive: true)
        let prompt = PromptLine(prompt: "> ", characters: ["\u{202e}"], cursor: 1)
        piped.console.show(prompt)

        piped.console.leave(prompt)

        let text = await piped.output.read(through: "\n")
        XCTAssertTrue(text.hasSuffix("\r\u{1b}[J> \\u{202e}\n"))
    }

    func testSay_throws_whenTheOutputIsClosed() async throws {
        let piped = try PipedConsole()
        try piped.output.descriptor.close()
        var failure: ConsoleError?

        do throws(ConsoleError) { try await piped.console.write(["x"], after: "") } catch { failure = error }

        XCTAssertEqual(failure, .broken(Errno.brokenPipe.rawValue))
    }
}
