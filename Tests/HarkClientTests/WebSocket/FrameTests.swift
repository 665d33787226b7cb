import XCTest

@testable import HarkClient

/// The examples of RFC 6455, 5.7, and what the parser refuses.
final class FrameTests: XCTestCase {
    func testUnmaskedText_isThePublishedFrame() throws {
        let frame = Frame(opcode: .text, payload: Array("Hello".utf8))
        let bytes: [UInt8] = [0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]

        XCTAssertEqual(frame.encoded(mask: nil), bytes)
        XCTAssertEqual(try parse(bytes), [frame])
    }

    func testMaskedText_isThePublishedFrame() throws {
        let frame = Frame(opcode: .text, payload: Array("Hello".utf8))
        let bytes: [UInt8] = [0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]

        XCTAssertEqual(frame.encoded(mask: 0x37fa_213d), bytes)
        XCTAssertEqual(try parse(bytes, of: .client), [frame])
    }

    func testFragments_areThePublishedFrames() throws {
        let frames = [
            Frame(isFinal: false, opcode: .text, payload: Array("Hel".utf8)),
            Frame(opcode: .continuation, payload: Array("lo".utf8)),
        ]
        let bytes: [UInt8] = [0x01, 0x03, 0x48, 0x65, 0x6c, 0x80, 0x02, 0x6c, 0x6f]

        XCTAssertEqual(frames.flatMap { $0.encoded(mask: nil) }, bytes)
        XCTAssertEqual(try parse(bytes), frames)
    }

    func testPingAndPong_areThePublishedFrames() throws {
        let ping: [UInt8] = [0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]
        let pong: [UInt8] = [0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]

        XCTAssertEqual(try parse(ping), [Frame(opcode: .ping, payload: Array("Hello".utf8))])
        XCTAssertEqual(Frame(opcode: .pong, payload: Array("Hello".utf8)).encoded(mask: 0x37fa_213d), pong)
    }

    func testLongBinaries_areThePublishedFrames() throws {
        for (count, head) in [(256, [0x82, 0x7E, 0x01, 0x00]), (65536, [0x82, 0x7F, 0, 0, 0, 0, 0, 1, 0, 0])] {
            let frame = Frame(opcode: .binary, payload: [UInt8](repeating: 7, count: count))

            let bytes = frame.encoded(mask: nil)

            XCTAssertEqual(Array(bytes.prefix(head.count)), head.map { UInt8($0) })
            XCTAssertEqual(try parse(bytes), [frame])
        }
    }

    func testFrame_survivesTheWay_atEachBorderOfTheLength() throws {
        for count in [0, 1, 125, 126, 127, 65535, 65536, 65537] {
            let frame = Frame(opcode: .binary, payload: (0..<count).map { UInt8(truncatingIfNeeded: $0) })

            XCTAssertEqual(try parse(frame.encoded(mask: 0x0102_0304), of: .client), [frame], "\(count)")
        }
    }

    func testFrame_isRefused_whenItBreaksTheProtocol() {
        let cases: [(bytes: [UInt8], violation: WebSocketViolation)] = [
            ([0xC1, 0], .reservedBit), ([0xA1, 0], .reservedBit), ([0x91, 0], .reservedBit),
            ([0x83, 0], .opcode(3)), ([0x87, 0], .opcode(7)), ([0x8B, 0], .opcode(11)), ([0x8F, 0], .opcode(15)),
            ([0x81, 0x80], .mask),
            ([0x89, 126], .controlFrame), ([0x88, 127], .controlFrame), ([0x09, 0], .controlFrame),
            ([0x82, 126, 0, 125], .length), ([0x82, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], .length),
            ([0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], .length),
            ([0x82, 127, 0x40, 0, 0, 0, 0, 0, 0, 0], .tooLong(limit: 1_000_000)),
            ([0x82, 127, 0, 0, 0, 0, 0, 0x0F, 0x42, 0x41], .tooLong(limit: 1_000_000)),
        ]
        for (bytes, violation) in cases {
            XCTAssertThrowsError(try parse(bytes), "\(bytes)") { error in
                XCTAssertEqual(error as? WebSocketViolation, violation, "\(bytes)")
            }
        }
    }

    func testClientsFrame_isRefused_whenItIsNotMasked() {
        XCTAssertThrowsError(try parse([0x81, 0x00], of: .client)) { error in
            XCTAssertEqual(error as? WebSocketViolation, .mask)
        }
    }

    private func parse(_ bytes: [UInt8], of sender: FrameParser.Sender = .server) throws -> [Frame] {
        var parser = FrameParser(of: sender, limit: 1_000_000)
        parser.append(bytes)
        var frames: [Frame] = []
        while let frame = try parser.next() { frames.append(frame) }
        return frames
    }
}
