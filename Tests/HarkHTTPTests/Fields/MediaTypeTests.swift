import HTTPTypes
import HarkHTTP
import XCTest

final class MediaTypeTests: XCTestCase {
    func testInit_readsTypeAndParameters_inAnyCase() throws {
        let type = try XCTUnwrap(MediaType(" Text/HTML ;charset=UTF-8; Boundary=\"a \\\"b\\\\\" ;; x=1 "))

        XCTAssertEqual(type.essence, "text/html")
        XCTAssertEqual(type["charset"], "UTF-8")
        XCTAssertEqual(type.boundary, "a \"b\\")
        XCTAssertEqual(type["x"], "1")
        XCTAssertNil(type["y"])
        XCTAssertEqual(type.description, #"text/html; charset=UTF-8; boundary="a \"b\\"; x=1"#)
    }

    func testInit_isNil_forWhatIsNone() {
        let texts = [
            "", "json", "/json", "a/", "a/b/c", "a b/c", "a/b c", "a/b; c", "a/b; c=", "a/b; c=\"", "a/b; c=\"\\",
            "a/b; c=\"\n\"", "a/b; c=d e", "a/b, c/d", "é/b", "a/b" + String(repeating: ";c=d", count: 17),
        ]

        for text in texts { XCTAssertNil(MediaType(text), text) }
    }

    func testIsJSON_isTrue_forJSONAndItsSuffix() {
        let table = [
            "application/json": true, "APPLICATION/JSON;charset=utf-8": true, "application/vnd.github+json": true,
            "text/json": false, "application/jsonp": false, "application/json-seq": false,
        ]

        for (text, expected) in table { XCTAssertEqual(MediaType(text)?.isJSON, expected, text) }
    }

    func testDescription_escapesQuotationMarks_whenCombiningMarksFollowThem() throws {
        let type = try XCTUnwrap(MediaType("a/b; c=\"\\\"\u{301} \\\\\u{301}\""))

        XCTAssertEqual(type["c"], "\"\u{301} \\\u{301}")
        XCTAssertEqual(MediaType(type.description), type)
    }

    func testIsForm_isTrue_forBothEncodings() {
        XCTAssertEqual(MediaType("application/x-www-form-urlencoded")?.isForm, true)
        XCTAssertEqual(MediaType("multipart/form-data; boundary=x")?.isForm, true)
        XCTAssertEqual(MediaType("multipart/mixed; boundary=x")?.isForm, false)
    }

    func testRequestMediaType_isNil_whenMissingOrMalformed() {
        XCTAssertNil(Request(target: "/").mediaType)
        XCTAssertNil(Request(target: "/", headers: [.contentType: "?"]).mediaType)
        XCTAssertEqual(Request(target: "/", headers: [.contentType: "text/plain"]).mediaType, .text)
    }

    func testGuess_isAForm_whereItsNamesCanBeThoseOfOne() {
        let table: [String: MediaType] = [
            #" {"a":"b=c&d"}"#: .json, "[1]": .json, "42": .text, "{": .text, "": .text,
            "a=1&b=": .form, "a[]=x y&a[]=z": .form, "Disk+is+full=": .form, "It%20is%20done.": .form,
            "title=It is 5 o'clock": .form, #"payload={"a":1}"#: .form, "a=1&&b=2&": .form,
            "done": .text, "C++": .text, "https://a.b/?c=1&d=2": .text, "a = b": .text, "a=1 & b": .text, "=1": .text,
            "é=1": .text, "100%": .text, "%": .text, "50%off": .text, "50%0ff": .form,
        ]

        for (body, type) in table { XCTAssertEqual(MediaType(guessedOf: Array(body.utf8)), type, body) }
    }

    func testGuessOfAFile_isXML_whereItBeginsAndEndsAsSuch() {
        let table: [String: MediaType] = [
            "<?xml version=\"1.0\"?><a/>": .xml, " \n<a>1</a>\n": .xml,
            "<s:Envelope xmlns:s='x=1'></s:Envelope>": .xml,
            "\u{feff}<a/>": .xml, "<_a/>": .xml, "<é/>": .xml,
            "<": .text, "<>": .text, "<3 you>": .text, "<a> is a tag": .text, "< a>": .text,
            "<!DOCTYPE html><p>": .text,
            "{\"a\": \"<a>\"}": .json, "a=<a>": .form, "": .text,
        ]

        for (body, type) in table { XCTAssertEqual(MediaType(guessedOfFile: Array(body.utf8)), type, body) }
    }
}
