import Foundation
import XCTest

@testable import HarkHTTP

final class UntrustedTextTests: XCTestCase {
    /// As many marks as would keep a comparison busy for minutes.
    private let marks = String(repeating: "\u{301}", count: 1_000_000)

    private func longestMarkRun(_ text: String) -> Int {
        var longest = 0
        var run = 0
        for scalar in text.unicodeScalars {
            run = scalar.value == 0x301 ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }

    func testText_comparesByBytes_whenTwoSpellingsAreEquivalent() {
        let (one, other): (UntrustedText, UntrustedText) = ("caf\u{e9}", "cafe\u{301}")

        XCTAssertNotEqual(one, other)
        XCTAssertEqual(one.verbatim, other.verbatim)
        XCTAssertEqual(Set([one, other, one]).count, 2)
        XCTAssertLessThan(other, one)
    }

    func testText_matchesLiterals_alsoWhenItIsOptional() {
        let text: UntrustedText? = UntrustedText("closed")

        XCTAssertTrue(text == "closed")
        XCTAssertFalse(text == "Closed")
        XCTAssertTrue([nil, "closed"].contains(text))
        XCTAssertNil(text.unless("open", "closed"))
    }

    func testInit_cutsARunOfMarks_andKeepsWhatLanguagesWrite() {
        let text = UntrustedText("a\(marks)b")
        let words = UntrustedText("Việt Nam, ภาษาไทย, हिन्दी, עִבְרִית, 👩🏽‍🚀")

        XCTAssertEqual(longestMarkRun(text.verbatim), String.markLimit)
        XCTAssertEqual(text.verbatim.unicodeScalars.last, "b")
        XCTAssertEqual(words.verbatim, "Việt Nam, ภาษาไทย, हिन्दी, עִבְרִית, 👩🏽‍🚀")
    }

    func testDescription_isOneLineWithoutControls() {
        let text = UntrustedText("one\r\n\u{1b}[31mtwo\u{202e}")

        XCTAssertEqual("\(text)", "one two")
        XCTAssertEqual(text.verbatim.utf8.count, 16)
    }

    func testParts_areFoundByBytes() {
        let text = UntrustedText("refs/heads/fix/parser")

        XCTAssertEqual(text.dropping(prefix: "refs/heads/"), "fix/parser")
        XCTAssertEqual(text.dropping(prefix: "refs/tags/"), text)
        XCTAssertEqual(text.dropping(suffix: "/parser"), "refs/heads/fix")
        XCTAssertEqual(text.prefix(upTo: "/fix"), "refs/heads")
        XCTAssertNil(text.prefix(upTo: "/none"))
        XCTAssertEqual(text.split(separator: "/"), ["refs", "heads", "fix", "parser"])
        XCTAssertEqual(UntrustedText("a\n \r\n\nb").lines, ["a", "b"])
        XCTAssertEqual(UntrustedText("ÄbC_d").lowercased, "Äbc_d")
        XCTAssertEqual(UntrustedText("äbC_d").uppercased, "äBC_D")
        XCTAssertEqual(UntrustedText("a_b").replacing("_", with: " "), "a b")
        XCTAssertTrue(UntrustedText("0aF").isHexadecimal)
        XCTAssertEqual(Int(UntrustedText("17")), 17)
    }

    func testFirstLine_isTheFirstOfTheLines() {
        for text in ["", "a", "a\nb", "\n \r\n\n b \r\nc", "\r \n\t", "ä\rb"] {
            let text = UntrustedText(text)

            XCTAssertEqual(text.firstLine, text.lines.first, "\(text)")
        }
    }

    func testHasPrefix_comparesBytes() {
        let text = UntrustedText("refs/heads/ä")

        XCTAssertTrue(text.hasPrefix(""))
        XCTAssertTrue(text.hasPrefix("refs/heads/ä"))
        XCTAssertFalse(text.hasPrefix("refs/tags/"))
        XCTAssertFalse(text.hasPrefix("refs/heads/äb"))
        XCTAssertFalse(text.hasPrefix("refs/heads/a\u{308}"))
    }

    func testMarks_areBounded_whereverTheRunBegins() {
        for start in 0..<70 {
            let text = UntrustedText(
                String(repeating: "a", count: start) + String(repeating: "\u{301}", count: 31) + "b")

            XCTAssertEqual(longestMarkRun(text.verbatim), String.markLimit, "after \(start) letters")
        }
    }

    func testGate_isPassedByEveryTextFromOutside() throws {
        let encoded = String(repeating: "%CC%81", count: 1000)
        let escaped = String(repeating: "\\u0301", count: 1000)
        let json = Array(#"{"a\#(marks)":["b\#(marks)","c\#(escaped)"]}"#.utf8)

        let value = try JSONValue(parsing: json)
        let member = try XCTUnwrap(value.objectValue?.first)
        let query = FormFields(urlEncoded: "a\(encoded)=b\(encoded)".utf8)
        let name = "a" + String(repeating: "\u{301}", count: 400)
        let multipart = "--x\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(marks)\r\n--x--\r\n"
        let field = try Form(contentType: "multipart/form-data; boundary=x", body: Array(multipart.utf8)).fields[0]
        let path = try XCTUnwrap(PercentCoding.decodedPath("/a\(encoded)"))
        let elements = member.value.arrayValue?.compactMap(\.stringValue) ?? []

        XCTAssertEqual(elements.count, 2)
        for text in [member.name, query[0].name, query[0].value, path, field.name, field.value] + elements {
            XCTAssertEqual(longestMarkRun(text), String.markLimit)
        }
    }

    func testJSON_isUTF8Alone() {
        let text = #"{"name":"Ada"}"#
        let encodings: [String.Encoding] = [.utf16LittleEndian, .utf16BigEndian, .utf16, .utf32LittleEndian, .utf32]

        for encoding in encodings {
            let bytes = Array(text.data(using: encoding) ?? Data())
            XCTAssertThrowsError(try JSONValue(parsing: bytes), "\(encoding)")
        }
    }
}
