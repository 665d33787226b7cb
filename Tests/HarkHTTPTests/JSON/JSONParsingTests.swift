import HarkHTTP
import TestSupport
import XCTest

final class JSONParsingTests: XCTestCase {
    func testParsing_readsEveryKindOfValue() throws {
        let table: [(String, JSONValue)] = [
            ("null", nil), (" true\n", true), ("\tfalse\r", false), ("0", 0), ("-0", 0), ("-17", -17),
            ("9223372036854775807", .integer(.max)), ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .longNumber("9223372036854775808")), ("1.0", 1.0), ("-1.5e3", -1500.0),
            ("2E+2", 200.0),
            ("1e-400", 0.0), (#""""#, ""), (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
            (#""\u00e9\uD83D\uDE00\u0000""#, "é😀\u{0}"), ("\"\u{7F}é😀\"", "\u{7F}é😀"),
            ("[]", []), ("{}", [:]), ("[1 , [ ] ,{\"a\" : null}]", [1, [], ["a": nil]]),
        ]

        for (text, value) in table {
            XCTAssertEqual(try JSONValue(parsing: Array(text.utf8)), value, text)
        }
    }

    /// Strings are read in steps of several bytes: whatever ends one is found at every place in a step.
    func testParsing_readsStrings_ofEveryLength() throws {
        for count in 0...24 {
            let start = String(repeating: "x", count: count)
            for (written, text) in [("", ""), (#"\n"#, "\n"), ("é", "é"), (#"é\""#, "é\""), ("\u{7F}", "\u{7F}")] {
                let json = "[\"\(start)\(written)\",\"\(start)\(written)yé\"]"

                let value = try JSONValue(parsing: Array(json.utf8))

                XCTAssertEqual(value, [.string(start + text), .string("\(start)\(text)yé")], json)
            }
        }
    }

    func testParsing_refusesStrings_withAnInvalidByteAnywhere() {
        for count in 0...24 {
            let start = Array("\"".utf8) + [UInt8](repeating: UInt8(ascii: "x"), count: count)
            let column = count + 2

            for (byte, reason) in [
                (UInt8(0x1F), "a control character in a string must be escaped."), (0x80, "these bytes are not UTF-8."),
                (0xC3, "these bytes are not UTF-8."),
            ] {
                let json = start + [byte] + Array("yyyyyyyyy\"".utf8)

                XCTAssertThrowsError(try JSONValue(parsing: json), "\(json)") {
                    XCTAssertEqual("\($0)", "line 1, column \(column): \(reason)")
                }
            }
        }
    }

    func testParsing_throwsWithPositionAndReason_whenTextIsNotJSON() {
        let table: [(String, String)] = [
            ("", "line 1, column 1: a value is expected here."),
            ("nul", "line 1, column 1: a value is expected here."),
            ("[1,]", "line 1, column 4: a value is expected here."),
            ("[1 2]", "line 1, column 4: a comma or “]” is expected after a value."),
            ("[1", "line 1, column 3: a comma or “]” is expected after a value."),
            ("{\"a\":1,}", "line 1, column 8: a name in quotation marks is expected here."),
            ("{a:1}", "line 1, column 2: a name in quotation marks is expected here."),
            ("{\n \"a\" 1}", "line 2, column 6: a colon is expected after a name."),
            ("{\"é\":1]", "line 1, column 8: a comma or “}” is expected after a value."),
            ("1 1", "line 1, column 3: nothing may follow the value."),
            ("truex", "line 1, column 5: nothing may follow the value."),
            ("01", "line 1, column 1: a number may not begin with a zero."),
            ("-", "line 1, column 2: a digit is expected here."),
            ("1.", "line 1, column 3: a digit is expected here."),
            ("1e+", "line 1, column 4: a digit is expected here."),
            (".5", "line 1, column 1: a value is expected here."),
            ("[1e999]", "line 1, column 2: this number is too large."),
            ("\"a", "line 1, column 3: the text ends inside a string."),
            ("\"a\nb\"", "line 1, column 3: a control character in a string must be escaped."),
            ("\"\u{0}\"", "line 1, column 2: a control character in a string must be escaped."),
            (#""\x""#, "line 1, column 3: a backslash must be followed by one of \"\\/bfnrtu."),
            (#""\u12G4""#, "line 1, column 6: four hexadecimal digits must follow \\u."),
            (#""\uD83D\u00""#, "line 1, column 12: four hexadecimal digits must follow \\u."),
        ]

        for (text, message) in table {
            XCTAssertThrowsError(try JSONValue(parsing: Array(text.utf8)), text) { XCTAssertEqual("\($0)", message) }
        }
    }

    func testParsing_putsAReplacementCharacter_forHalfOfASurrogatePair() throws {
        let table = [
            #""\uD83D""#: "\u{FFFD}", #""a\uD83D\u0041""#: "a\u{FFFD}A", #""\uDE00\uD83D""#: "\u{FFFD}\u{FFFD}",
            #""\uD83D\uD83D\uDE00""#: "\u{FFFD}\u{1F600}", #""\uD83D\n""#: "\u{FFFD}\n",
        ]

        for (text, value) in table { XCTAssertEqual(try JSONValue(parsing: Array(text.utf8)), .string(value), text) }
    }

    func testParsing_ignoresAByteOrderMark_beforeTheTextAlone() throws {
        XCTAssertEqual(try JSONValue(parsing: Array("\u{FEFF} [1]".utf8)), [1])
        for text in ["\u{FEFF}", "[\u{FEFF}1]", "1\u{FEFF}", "\u{FEFF}\u{FEFF}1"] {
            XCTAssertThrowsError(try JSONValue(parsing: Array(text.utf8)), text)
        }
    }

    func testParsing_throwsAtTheFirstBadByte_whenTextIsNotUTF8() {
        for bad: [UInt8] in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
            let text = Array("[1,\n\"é".utf8) + bad + Array("\"]".utf8)

            XCTAssertThrowsError(try JSONValue(parsing: text)) {
                XCTAssertEqual("\($0)", "line 2, column 4: these bytes are not UTF-8.")
            }
        }
    }

    func testParsing_endsAtTheDepthLimit() throws {
        let nested = { (depth: Int) in
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }

        XCTAssertNoThrow(try JSONValue(parsing: nested(128)))
        XCTAssertThrowsError(try JSONValue(parsing: nested(129))) {
            XCTAssertEqual("\($0)", "line 1, column 129: arrays and objects may be nested 128 deep.")
        }
        XCTAssertThrowsError(try JSONValue(parsing: Array(repeating: UInt8(ascii: "["), count: 1_000_000)))
    }

    func testParsing_keepsTheLastOfDuplicateMembers_whetherFewOrMany() throws {
        for count in [2, 200] {
            let others = (0..<count).map { "\"k\($0)\":\($0)" }.joined(separator: ",")

            let object = try JSONValue(parsing: Array("{\"a\":1,\(others),\"a\":2}".utf8)).objectValue

            XCTAssertEqual(object?["a"], 2)
            XCTAssertEqual(object?.count, count + 1)
            XCTAssertEqual(object?.map(\.name).prefix(2), ["a", "k0"])
        }
    }

    func testParsing_takesLinearTime_forAnObjectOfManyMembers() throws {
        let text = "{" + (0..<100_000).map { "\"\($0)\":0" }.joined(separator: ",") + "}"

        let value = try JSONValue(parsing: Array(text.utf8))

        XCTAssertEqual(value.objectValue?.count, 100_000)
        XCTAssertEqual(value["99999"], 0)
    }

    func testParsing_takesLinearTime_forNamesOfManyCombiningMarks() throws {
        let name = "e" + String(repeating: "\u{301}\u{316}", count: 100_000)
        let others = (0..<9).map { "\"k\($0)\":0" }.joined(separator: ",")

        let value = try JSONValue(parsing: Array("{\(others),\"\(name)\":1,\"\(name)\":2}".utf8))

        XCTAssertEqual(value.objectValue?.count, 10)
        XCTAssertEqual(value.objectValue?.last?.value, 2)
    }

    func testParsing_throwsOrReturns_forRandomBytes() {
        var generator = SeededGenerator(seed: 1)
        let alphabet = Array("{}[]:,\"\\utrfn-+.eE0123 \n".utf8) + [0x00, 0x7F, 0xC3, 0xA9, 0xFF]

        for _ in 0..<20_000 {
            let text = generator.bytes(upTo: 24, from: alphabet)

            guard let value = try? JSONValue(parsing: text) else { continue }

            XCTAssertEqual(try JSONValue(parsing: Array(value.serialized().utf8)), value)
        }
    }

    func testParsing_refusesMoreValuesThanAPayloadHas() throws {
        let zeros = "[" + String(repeating: "0,", count: JSONValue.countLimit - 2) + "0]"

        XCTAssertEqual(try JSONValue(parsing: Array(zeros.utf8)).arrayValue?.count, JSONValue.countLimit - 1)
        XCTAssertThrowsError(try JSONValue(parsing: Array("[\(zeros)]".utf8)))
    }
}
