import HarkHTTP
import TestSupport
import XCTest

final class FormFieldsTests: XCTestCase {
    func testURLEncoded_isDecoded() {
        let table: [(String, FormFields)] = [
            ("", [:]), ("&&", [:]), ("a", ["a": ""]), ("a=", ["a": ""]), ("=b", ["": "b"]), ("=", ["": ""]),
            ("a=b&c=d", ["a": "b", "c": "d"]), ("a=1&a=2&b=3&a=", ["a": "1", "a": "2", "b": "3", "a": ""]),
            ("a=b=c", ["a": "b=c"]), ("a+b=c+d%2B", ["a b": "c d+"]), ("%3D=%26", ["=": "&"]),
            ("a=%E2%82%AC%c3%A9", ["a": "€é"]),
            ("a=%&b=%4&c=%zz&d=%%41", ["a": "%", "b": "%4", "c": "%zz", "d": "%A"]),
            ("a=%FF", ["a": "\u{FFFD}"]), ("a=é", ["a": "é"]), ("a;b=c", ["a;b": "c"]), ("a=%00", ["a": "\u{0}"]),
            ("payload=%7B%22a%22%3A1%7D", ["payload": "{\"a\":1}"]),
        ]

        for (text, fields) in table { XCTAssertEqual(FormFields(urlEncoded: text.utf8), fields, text) }
    }

    func testSubscript_isTheFirstValue_andAllKeepsOrder() {
        let fields = FormFields(urlEncoded: "a=1&b=2&a=3".utf8)

        XCTAssertEqual(fields["a"], "1")
        XCTAssertEqual(fields.all("a"), ["1", "3"])
        XCTAssertNil(fields["c"])
        XCTAssertEqual(fields.all("c"), [])
        XCTAssertEqual(fields.map(\.name), ["a", "b", "a"])
    }

    func testURLEncoded_writesWhatItReads() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<2000 {
            let fields = FormFields(
                (0..<3).map { _ in FormFields.Field(generator.text(upTo: 8), generator.text(upTo: 8)) })

            XCTAssertEqual(FormFields(urlEncoded: fields.urlEncoded.utf8), fields)
        }
    }

    func testURLEncoded_escapesAllButAFewCharacters() {
        let fields: FormFields = ["a b": "*-._~é&=+%"]

        XCTAssertEqual(fields.urlEncoded, "a+b=*-._%7E%C3%A9%26%3D%2B%25")
    }

    func testQuery_isThatOfTheTarget() {
        XCTAssertEqual(Request(target: "/?room=%23ops&x").query, ["room": "#ops", "x": ""])
        XCTAssertEqual(Request(target: "/").query, [:])
    }

    func testURLEncoded_survivesRandomBytes() {
        var generator = SeededGenerator(seed: 7)

        for _ in 0..<5000 {
            let bytes = generator.bytes(upTo: 20, from: Array("&=+%aF0".utf8) + [0xFF, 0xC3, 0xA9])
            let fields = FormFields(urlEncoded: bytes)

            XCTAssertEqual(FormFields(urlEncoded: fields.urlEncoded.utf8), fields)
        }
    }
}
