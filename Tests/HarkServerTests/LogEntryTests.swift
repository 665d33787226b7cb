import Foundation
import Logging
import SystemPackage
import TerminalPlugin
import TestSupport
import XCTest

@testable import HarkServer

final class LogEntryTests: XCTestCase {
    private func entry(_ message: String, _ metadata: KeyValuePairs<String, String> = [:]) -> LogEntry {
        entry(message, metadata.map { ($0.key, LogValue.text($0.value)) })
    }

    private func entry(_ message: String, _ metadata: [(key: String, value: LogValue)]) -> LogEntry {
        LogEntry(
            time: Date(timeIntervalSince1970: 1_767_225_600.25),
            level: .info,
            label: "hark",
            message: message,
            metadata: metadata
        )
    }

    func testLine_isReadableText() {
        let line = entry("request", ["path": "/echo", "reason": "two words", "empty": ""]).line(.text)

        XCTAssertEqual(
            line,
            #"2026-01-01T00:00:00.250Z info hark: request path=/echo reason="two words" empty="""#
        )
    }

    func testLine_isOneJSONObject() throws {
        let line = entry("say \"hi\"\n", ["path": "/ü", "level": "9"]).line(.json)

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

        let lines = [entry(hostile, ["k": hostile]).line(.text), entry(hostile, [hostile: "v"]).line(.text)]

        let forbidden: Set<Unicode.Scalar> = ["\r", "\n", "\u{1b}", "\u{9b}", "\u{202e}", "\u{2028}", "\u{0}"]
        for line in lines { XCTAssertTrue(forbidden.isDisjoint(with: line.unicodeScalars), line) }
    }

    func testLine_isJSONThatDrivesNoTerminal_whateverIsInIt() throws {
        let hostile = "\"\\\r\n\u{7f}\u{85}\u{9b}2J\u{2028}\u{2029}\u{202e}\u{2066}\u{feff}\u{e0041}\u{0}🙂é"
        let line = entry(hostile, [hostile: hostile]).line(.json)

        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))

        XCTAssertEqual(object["message"].map { Array($0.utf8) }, Array(hostile.utf8))
        XCTAssertEqual(object[hostile].map { Array($0.utf8) }, Array(hostile.utf8))
        let shown = line.unicodeScalars.filter { !$0.isASCII || $0.value < 0x20 || $0.value == 0x7f }
        XCTAssertEqual(String(String.UnicodeScalarView(shown)), "🙂é🙂é🙂é")
    }

    func testHandler_writesNumbersAsNumbers_inJSON() throws {
        let lines = try written(.json) { logger in
            logger.info(
                "x",
                metadata: [
                    "status": .stringConvertible(404), "size": .stringConvertible(UInt64.max), "text": "404",
                    "ratio": .stringConvertible(0.5), "duration": .stringConvertible(Duration.microseconds(2310)),
                    "long": .stringConvertible(Duration.milliseconds(61_250)),
                ])
        }

        let members = lines[0].drop { $0 != "}" && $0 != "x" }
        XCTAssertEqual(
            String(members),
            #"x","duration":0.00231,"long":61.25,"ratio":0.5,"size":"18446744073709551615","status":404,"text":"404"}"#)
    }

    func testHandler_writesDurationsInMilliseconds_inText() throws {
        let lines = try written(.text) { logger in
            logger.info(
                "x",
                metadata: [
                    "status": .stringConvertible(404), "duration": .stringConvertible(Duration.microseconds(2316)),
                ])
        }

        XCTAssertTrue(lines[0].hasSuffix("info hark: x duration=2.31ms status=404"), lines[0])
    }

    func testHandler_cutsLongTexts_andTakesLittleTime_forATextOfMarks() throws {
        let marks = String(String.UnicodeScalarView((0..<500_000).map { $0 % 2 == 0 ? "\u{301}" : "\u{323}" }))
        let timer = ProcessorTimer()

        let lines = try [LogFormat.text, .json].flatMap { format in
            try written(format) { $0.info("\(marks)", metadata: ["k": "\(marks)"]) }
        }

        XCTAssertLessThan(timer.elapsed, .seconds(5))
        for line in lines { XCTAssertLessThan(line.unicodeScalars.count, 2 * (LogValue.longestText + 200)) }
    }

    func testShortIdentifier_isOneShortLine() {
        let short = ["", "72d3162e-cc78-11e3-81ab-4c9367dc0958", String(repeating: "x", count: 64), "ü/日"]
        let long = String(repeating: "x", count: 65)

        XCTAssertEqual(short.map(AccessLog.shortIdentifier), short)
        // `printf %065d | tr 0 x | sha256sum`
        XCTAssertEqual(AccessLog.shortIdentifier(long), "9537c5fdf120482f")
        for identifier in ["a\nb", "a\u{2028}b", "a\u{202e}b", String(repeating: "x\n", count: 100_000)] {
            XCTAssertEqual(AccessLog.shortIdentifier(identifier).utf8.count, 16)
        }
        XCTAssertNotEqual(AccessLog.shortIdentifier("a\nb"), AccessLog.shortIdentifier("a\nc"))
    }

    func testEveryLineOfTheBot_isOneJSONObject_withNumbers_inJSON() throws {
        struct Entry: Decodable {
            let message: String
            let listening: String?
            let status: Int?
            let duration: Double?
        }
        let bot = try BotProcess(["HARK_LOG_FORMAT": "json"])
        addTeardownBlock { bot.stop() }
        func entry(_ part: String) throws -> Entry {
            let line = try bot.errors.line { $0.contains(part) }
            return try JSONDecoder().decode(Entry.self, from: Data(line.utf8))
        }
        let url = try XCTUnwrap(try entry("\"ready\"").listening)

        _ = try curl("\(url)/nowhere")
        try bot.type(String(repeating: "x", count: 100_000))
        let request = try entry("/nowhere")
        _ = try entry("A line of more than")

        XCTAssertEqual(request.status, 404)
        XCTAssertLessThan(try XCTUnwrap(request.duration), 10)
        for line in bot.errors.lines {
            XCTAssertNoThrow(try JSONDecoder().decode(Entry.self, from: Data(line.utf8)), line)
        }
    }

    /// The lines that a log of this format gets.
    private func written(_ format: LogFormat, _ log: (Logger) -> Void) throws -> [String] {
        let pipe = Pipe()
        let descriptor = pipe.fileHandleForWriting.fileDescriptor
        let console = Console(error: FileDescriptor(rawValue: descriptor))
        let logger = Logger(label: "hark") { label in
            LineLogHandler(label: label, level: .info, format: format) { console.log($0) }
        }
        log(logger)
        let end = "end\n"
        console.log("end")
        var data = Data()
        while !data.suffix(end.utf8.count).elementsEqual(end.utf8) { data += pipe.fileHandleForReading.availableData }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").dropLast().map(String.init)
    }
}
