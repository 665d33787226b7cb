import Foundation
import Hark
import XCTest

final class DecodeJSONTests: XCTestCase {
    private struct Item: Decodable, Equatable { let name: String }

    private func refusal(of text: String) -> String? {
        do throws(Rejection) {
            _ = try decodeJSON(Item.self, from: Array(text.utf8))
            return nil
        } catch {
            return error.reason
        }
    }

    func testDecode_ignoresMembersThatTheTypeDoesNotHave() throws {
        let padding = String(repeating: "x", count: 20_000)

        let item = try decodeJSON(Item.self, from: Array(#"{"name":"Ada","note":"\#(padding)"}"#.utf8))

        XCTAssertEqual(item, Item(name: "Ada"))
    }

    func testDecode_putsAReplacementCharacter_forHalfOfASurrogatePair_andKeepsNumbers() throws {
        struct Order: Decodable, Equatable {
            let name: String
            let price: Decimal
            let id: UInt64
        }
        let name = #"a\ud83d \ud83d\ude00 \\ud83d \ude00"#
        let text = #"{"name":"\#(name)","price":0.1234567890123456789,"id":18446744073709551615}"#

        let order = try decodeJSON(Order.self, from: Array(text.utf8))

        let price = try XCTUnwrap(Decimal(string: "0.1234567890123456789"))
        XCTAssertEqual(order, Order(name: "a\u{FFFD} \u{1F600} \\ud83d \u{FFFD}", price: price, id: .max))
    }

    func testDecode_ignoresAByteOrderMark() throws {
        XCTAssertEqual(try decodeJSON(Item.self, from: Array("\u{FEFF}{\"name\":\"Ada\"}".utf8)), Item(name: "Ada"))
    }

    func testDecode_saysWhereItWentWrong() {
        XCTAssertEqual(refusal(of: "{}"), "The body does not decode: name is missing.")
        XCTAssertEqual(
            refusal(of: #"{"name":1}"#), "The body does not decode: name is a number (1), and must be a text.")
        XCTAssertEqual(refusal(of: #"{"name":null}"#), "The body does not decode: name is null or missing.")
        XCTAssertTrue(refusal(of: "{\n]")?.contains("line 2") ?? false, refusal(of: "{\n]") ?? "")
    }

    func testDecode_namesAValueAndThoseThatAreAllowed() {
        enum Level: String, Decodable, CaseIterable { case low, high }

        XCTAssertThrowsError(try decodeJSON([String: Level].self, from: Array(#"{"level":"blue"}"#.utf8))) { error in
            XCTAssertEqual(
                (error as? Rejection)?.reason,
                "The body does not decode: level is “blue”, and must be one of “low”, “high”.")
        }
    }

    func testDecode_takesUTF8Alone() {
        let text = #"{"name":"Ada"}"#

        for encoding in [String.Encoding.utf16LittleEndian, .utf16, .utf32BigEndian] {
            let bytes = Array(text.data(using: encoding) ?? Data())
            XCTAssertThrowsError(try decodeJSON(Item.self, from: bytes)) { error in
                XCTAssertTrue((error as? Rejection)?.reason.hasPrefix("The body is not JSON: ") ?? false, "\(error)")
            }
        }
    }

    func testDecode_cutsRunsOfMarks_inNamesAndValues() throws {
        let marks = String(repeating: "\u{301}", count: 200_000)
        let escapes = String(repeating: "\\u0301", count: 50_000)

        let map = try decodeJSON(
            [String: String].self, from: Array(#"{"a\#(marks)":"b\#(marks)","c":"\#(escapes)"}"#.utf8))

        for text in Array(map.keys) + Array(map.values) { XCTAssertLessThan(text.unicodeScalars.count, 40) }
    }
}
