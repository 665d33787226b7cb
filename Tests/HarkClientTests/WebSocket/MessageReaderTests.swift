import TestSupport
import XCTest

@testable import HarkClient

final class MessageReaderTests: XCTestCase {
    func testFragments_areOneMessage_withControlFramesBetweenThem() throws {
        let events = try read([
            Frame(isFinal: false, opcode: .text, payload: Array("Hel".utf8)),
            Frame(opcode: .ping, payload: [1]),
            Frame(isFinal: false, opcode: .continuation, payload: []),
            Frame(opcode: .pong, payload: [2]),
            Frame(opcode: .continuation, payload: Array("lo".utf8)),
        ])

        XCTAssertEqual(events, [.ping([1]), .pong([2]), .message(.text("Hello"))])
    }

    func testText_isWhole_whenACharacterIsSplitBetweenFragments() throws {
        let bytes = Array("é".utf8)

        let events = try read([
            Frame(isFinal: false, opcode: .text, payload: [bytes[0]]),
            Frame(opcode: .continuation, payload: [bytes[1]]),
        ])

        XCTAssertEqual(events, [.message(.text("é"))])
    }

    func testText_isRefused_whenItIsNotUTF8() {
        for payload in [[0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80]] as [[UInt8]] {
            assertRefused([Frame(opcode: .text, payload: payload)], .invalidText, code: 1007)
        }
    }

    func testText_isWithoutLongRunsOfCombiningMarks() throws {
        let text = { (count: Int) in "e" + String(repeating: "\u{301}", count: count) }

        let events = try read([Frame(opcode: .text, payload: Array(text(400).utf8))])

        XCTAssertEqual(events, [.message(.text(text(30)))])
    }

    func testFragments_areRefused_whenTheyAreOutOfOrder() {
        let start = Frame(isFinal: false, opcode: .text, payload: [])

        assertRefused([Frame(opcode: .continuation, payload: [])], .fragment, code: 1002)
        assertRefused([start, Frame(opcode: .text, payload: [])], .fragment, code: 1002)
        assertRefused([start, Frame(opcode: .binary, payload: [])], .fragment, code: 1002)
    }

    func testMessage_isRefused_whenItsFragmentsExceedTheLimit() {
        let fragment = Frame(isFinal: false, opcode: .continuation, payload: [UInt8](repeating: 65, count: 400))
        let start = Frame(isFinal: false, opcode: .text, payload: fragment.payload)

        assertRefused([start, fragment, fragment], .tooLong(limit: 1000), code: 1009)
    }

    func testMessage_isTaken_whenItHasAsManyBytesAsTheLimit() throws {
        let payload = [UInt8](repeating: 65, count: 1000)

        XCTAssertEqual(try read([Frame(opcode: .binary, payload: payload)]), [.message(.binary(payload))])
    }

    func testCloseFrame_hasItsCodeAndReason() throws {
        let status = CloseStatus(code: CloseCode(rawValue: 4004), reason: "no such token")

        XCTAssertEqual(try read([Frame(opcode: .close, payload: status.payload)]), [.close(status)])
        XCTAssertEqual(try read([Frame(opcode: .close, payload: [])]), [.close(CloseStatus(code: .noneGiven))])
    }

    func testCloseFrame_isRefused_whenItsCodeMustNotBeSent() {
        for code: UInt16 in [0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535] {
            assertRefused([Frame(opcode: .close, payload: code.networkOrder)], .closeCode, code: 1002)
        }
        assertRefused([Frame(opcode: .close, payload: [3])], .closeCode, code: 1002)
        assertRefused([Frame(opcode: .close, payload: [3, 0xE8, 0xFF])], .invalidText, code: 1007)
    }

    func testReason_isCutBetweenScalars_whenItIsTooLong() throws {
        let status = CloseStatus(code: .normal, reason: String(repeating: "é", count: 100))

        XCTAssertEqual(status.payload.count, 124)
        XCTAssertEqual(try CloseStatus(payload: status.payload).reason, String(repeating: "é", count: 61))
    }

    func testEvents_areTheSame_howeverTheBytesAreSplit() throws {
        let frames = [
            Frame(opcode: .text, payload: Array("Grüße".utf8)),
            Frame(isFinal: false, opcode: .binary, payload: [UInt8](repeating: 3, count: 126)),
            Frame(opcode: .ping, payload: [UInt8](repeating: 4, count: 125)),
            Frame(opcode: .continuation, payload: [UInt8](repeating: 5, count: 700)),
            Frame(opcode: .text, payload: []),
            Frame(opcode: .close, payload: CloseStatus(code: .normal, reason: "bye").payload),
        ]
        let expected = try read(frames)
        XCTAssertEqual(expected.count, 5)
        let bytes = frames.flatMap { $0.encoded(mask: 0xA5C3_0F17) }
        var generator = SeededGenerator(seed: 6455)

        for round in 0..<200 {
            let longest = round == 0 ? 1 : Int.random(in: 1...300, using: &generator)
            var reader = MessageReader(of: .client, limit: 1000)
            var events: [WebSocketEvent] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = Int.random(in: 1...longest, using: &generator)
                reader.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
                while let event = try reader.next() { events.append(event) }
            }
            XCTAssertEqual(events, expected, "round \(round)")
        }
    }

    func testReader_endsInAnEventOrAViolation_whateverTheBytes() {
        var generator = SeededGenerator(seed: 1)
        var (eventCount, violationCount) = (0, 0)

        for _ in 0..<2000 {
            var reader = MessageReader(of: .server, limit: 1000)
            reader.append((0..<64).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
            do { while try reader.next() != nil { eventCount += 1 } } catch { violationCount += 1 }
        }

        XCTAssertGreaterThan(eventCount, 0)
        XCTAssertGreaterThan(violationCount, 1000)
    }

    private func assertRefused(
        _ frames: [Frame], _ violation: WebSocketViolation, code: UInt16, file: StaticString = #filePath,
        line: UInt = #line
    ) {
        XCTAssertThrowsError(try read(frames), file: file, line: line) { error in
            XCTAssertEqual(error as? WebSocketViolation, violation, file: file, line: line)
        }
        XCTAssertEqual(violation.code.rawValue, code, file: file, line: line)
    }

    private func read(_ frames: [Frame]) throws -> [WebSocketEvent] {
        var reader = MessageReader(of: .server, limit: 1000)
        reader.append(frames.flatMap { $0.encoded(mask: nil) })
        var events: [WebSocketEvent] = []
        while let event = try reader.next() { events.append(event) }
        return events
    }
}
