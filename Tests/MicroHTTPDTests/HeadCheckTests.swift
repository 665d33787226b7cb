import HTTPTypes
import XCTest

@testable import MicroHTTPD

final class HeadCheckTests: XCTestCase {
    private let check = HeadCheck(fieldLimit: 10, headerLimit: 100, targetLimit: 20)

    private func head(
        _ method: String = "POST", _ target: String = "/", _ fields: KeyValuePairs<String, String> = ["Host": "x"]
    ) -> RawHead {
        var head = RawHead()
        let append = { (text: String, head: inout RawHead) in
            let start = head.bytes.count
            head.bytes += Array(text.utf8)
            return start..<head.bytes.count
        }
        head.method = append(method, &head)
        head.target = Array(target.utf8)
        for (name, value) in fields {
            let name = append(name, &head)
            head.fields.append(RawHead.Field(name: name, value: append(value, &head)))
        }
        return head
    }

    private func status(_ head: RawHead) -> Int? {
        do throws(Refusal) {
            _ = try check.check(head)
            return nil
        } catch {
            return error.status.code
        }
    }

    func testSummary_saysHowTheBodyIsFramed() throws {
        let sized = try check.check(
            head("POST", "/", ["host": "x", "CONTENT-LENGTH": " 12\t", "Expect": "100-Continue"]))
        let chunked = try check.check(head("PUT", "/", ["Host": "x", "transfer-encoding": "Chunked"]))

        XCTAssertEqual(
            sized, .init(method: .post, contentLength: 12, isChunked: false, expectsContinue: true))
        XCTAssertEqual(chunked, .init(method: .put, contentLength: nil, isChunked: true, expectsContinue: false))
    }

    func testLength_isBounded_beyondAnyInteger() throws {
        let digits = String(repeating: "9", count: 60)

        let summary = try check.check(head("POST", "/", ["Host": "x", "Content-Length": digits]))

        XCTAssertEqual(summary.contentLength, .max)
    }

    func testLengths_areRefused_thatAreNoNumbers() {
        for text in ["", "+5", "-1", "0x5", "5 5", "5,5", "5a"] {
            XCTAssertEqual(status(head("POST", "/", ["Host": "x", "Content-Length": text])), 400, text)
        }
    }

    func testLimits_haveTheirOwnStatus() {
        let fields: KeyValuePairs = [
            "Host": "x", "A": "1", "B": "1", "C": "1", "D": "1", "E": "1", "F": "1", "G": "1", "H": "1", "I": "1",
            "J": "1",
        ]

        XCTAssertEqual(status(head("GET", "/", fields)), 431)
        XCTAssertEqual(status(head("GET", "/", ["Host": "x", "A": String(repeating: "a", count: 96)])), 431)
        XCTAssertEqual(status(head("GET", "/\(String(repeating: "a", count: 20))")), 414)
        XCTAssertNil(status(head("GET", "/\(String(repeating: "a", count: 19))")))
    }

    func testLayout_isSound_onlyWhenEveryPartFollowsTheLast() {
        let sound = HeadLayout(
            method: 1000, methodCount: 3, target: 1004, targetCount: 1, version: 1006, count: 27,
            fields: [.init(name: 1016, nameCount: 4, value: 1022, valueCount: 1)])
        var folded = sound
        folded.fields[0].nameCount = 6
        var short = sound
        short.count = 26
        var spaced = sound
        spaced.target = 1005

        XCTAssertNil(sound.fault())
        for layout in [folded, short, spaced] { XCTAssertEqual(layout.fault()?.status, .badRequest) }
    }

    func testLog_isThrottled_andSaysHowMuchWasDropped() {
        var throttle = LogThrottle()
        let now = MonotonicTime(milliseconds: 5000)

        let first = (0..<12).map { throttle.lines(for: "\($0)", at: now).count }.reduce(0, +)
        let later = throttle.lines(for: "later", at: MonotonicTime(milliseconds: 6001))

        XCTAssertEqual(first, 10)
        XCTAssertEqual(later, ["2 more messages were dropped.", "later"])
    }

    func testInterval_isRoundedUpAndBounded() {
        let milliseconds = [Duration.seconds(-1), .zero, .microseconds(1), .seconds(2), .seconds(Int64.max)]
            .map { MonotonicTime.Interval($0).milliseconds }

        XCTAssertEqual(milliseconds, [0, 0, 1, 2000, 315_360_000_000])
    }
}
