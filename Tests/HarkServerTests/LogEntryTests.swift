import Foundation
import Logging
import XCTest

@testable import HarkServer

final class LogEntryTests: XCTestCase {
    private func entry(_ message: String, _ metadata: [(key: String, value: String)] = []) -> LogEntry {
        LogEntry(
            time: Date(timeIntervalSince1970: 1_767_225_600.25),
            level: .info,
            label: "hark",
            message: message,
            metadata: metadata
        )
    }

    func testLine_isReadableText() {
        let line = entry("request", [("path", "/echo"), ("reason", "two words"), ("empty", "")]).line(.text)

        XCTAssertEqual(
            line,
            #"2026-01-01T00:00:00.250Z info hark: request path=/echo reason="two words" empty="""#
        )
    }

    func testLine_isOneJSONObject() throws {
        let line = entry("say \"hi\"\n", [("path", "/ü"), ("level", "9")]).line(.json)

        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))

        XCTAssertEqual(
            object,
            [
                "time": "2026-01-01T00:00:00.250Z", "level": "info", "logger": "hark", "message": "say \"hi\"\n",
                "path": "/ü", "level_": "9",
            ]
        )
    }

    func testLine_holdsNothingThatEndsItOrDrivesATerminal() {
        let hostile = "a\r\n2026 info hark: forged \u{1b}[2J\u{9b}\u{202e}\u{2028}\u{0}"

        let lines = [entry(hostile, [("k", hostile)]).line(.text), entry(hostile, [(hostile, "v")]).line(.text)]

        let forbidden: Set<Unicode.Scalar> = ["\r", "\n", "\u{1b}", "\u{9b}", "\u{202e}", "\u{2028}", "\u{0}"]
        for line in lines { XCTAssertTrue(forbidden.isDisjoint(with: line.unicodeScalars), line) }
    }
}
