import HarkHTTP
import TestSupport
import XCTest

final class MultipartTests: XCTestCase {
    private static let type = "multipart/form-data; boundary=b"

    private func form(_ body: String, type: String = type) throws(FormError) -> Form {
        try Form(contentType: type, body: Array(body.utf8))
    }

    private func part(_ header: String, _ content: String) -> String { "--b\r\n\(header)\r\n\r\n\(content)\r\n" }

    private func field(_ parameters: String, _ content: String = "x") -> String {
        part("Content-Disposition: form-data; \(parameters)", content)
    }

    func testInit_readsFieldsAndFiles() throws {
        let body =
            "preamble\r\n" + field("name=a", "1") + field("name=\"a\"", "") + "--b \t\r\n"
            + "content-disposition:form-data;filename=\"n.bin\";name=f\r\nX-Other: 1\r\ncontent-type: image/png \r\n"
            + "\r\n\r\n--c\n--b\r\r\n" + field("name=g; filename=\"\"", "é\n") + "--b--epilogue\r\n--b\r\n"

        let form = try form(body)

        XCTAssertEqual(form.fields, ["a": "1", "a": ""])
        XCTAssertEqual(
            form.files,
            [
                UploadedFile(
                    name: "f", filename: "n.bin", contentType: "image/png", bytes: Array("\r\n--c\n--b\r".utf8)),
                UploadedFile(name: "g", filename: "", bytes: Array("é\n".utf8)),
            ])
    }

    func testInit_readsNames_quotedAndEscaped() throws {
        let table = [
            #"name="a\"b\\c""#: #"a"b\c"#, #"name="a%22b%0D%0A%25""#: "a\"b\r\n%25", "name=\"é;=\"": "é;=",
            #"name="""#: "", "name=x; name*=utf-8''y": "x",
        ]

        for (parameters, name) in table {
            XCTAssertEqual(try form(field(parameters) + "--b--").fields.first?.name, name, parameters)
        }
    }

    func testInit_acceptsAFormWithoutParts_andAPartWithoutContent() throws {
        XCTAssertEqual(try form("--b--\r\n"), Form(fields: [:]))
        XCTAssertEqual(
            try form("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--").fields, ["a": ""])
    }

    func testInit_replacesWhatIsNotUTF8_inFieldsAlone() throws {
        let bytes = { (header: String) in
            Array("--b\r\nContent-Disposition: form-data; \(header)\r\n\r\n".utf8) + [0xFF] + Array("\r\n--b--".utf8)
        }

        XCTAssertEqual(try Form(contentType: Self.type, body: bytes("name=a")).fields["a"], "\u{FFFD}")
        XCTAssertEqual(try Form(contentType: Self.type, body: bytes("name=a; filename=b")).files.first?.bytes, [0xFF])
    }

    func testInit_throws_forMalformedBodies() {
        let table: [(FormError, String)] = [
            (.missingBoundary, ""), (.missingBoundary, "--c--"), (.missingBoundary, "--b"),
            (.missingBoundary, "x--b--"),
            (.missingBoundary, "\n--b--"), (.missingBoundary, field("name=a")),
            (.missingBoundary, field("name=a") + "--b-"),
            (.missingBoundary, field("name=a") + "--b\r\n"),
            (.malformedBoundaryLine, "--bc--"), (.malformedBoundaryLine, field("name=a") + "--b\n--b--"),
            (.malformedPartHeader, part("nonsense", "") + "--b--"),
            (.malformedPartHeader, part("A: 1\nB: 2", "") + "--b--"),
            (.malformedPartHeader, part(" A: 1", "") + "--b--"), (.malformedPartHeader, part("A : 1", "") + "--b--"),
            (.malformedPartHeader, field("name=\"a") + "--b--"),
            (.malformedPartHeader, field("name=a; name=b") + "--b--"),
            (.malformedPartHeader, part("Content-Disposition: attachment; name=a", "") + "--b--"),
            (.partWithoutName, part("A: 1", "") + "--b--"), (.partWithoutName, "--b\r\n\r\nx\r\n--b--"),
            (.partWithoutName, field("filename=a") + "--b--"),
            (.encodedPart, part("Content-Transfer-Encoding: base64", "")),
            (.partHeaderTooLong, part("A: " + String(repeating: "x", count: Form.partHeaderLimit), "") + "--b--"),
            (.tooManyFields, String(repeating: field("name=a"), count: 1001) + "--b--"),
            (.tooManyFiles, String(repeating: field("name=a; filename=b"), count: 101) + "--b--"),
            (.nameTooLong, field("name=" + String(repeating: "x", count: 1025)) + "--b--"),
        ]

        for (error, body) in table {
            XCTAssertThrowsError(try form(body), body) { XCTAssertEqual($0 as? FormError, error, body) }
        }
    }

    func testInit_throws_forAnInvalidBoundary() {
        let boundaries = [
            "", "; boundary=", "; boundary=\"\"", "; boundary=\"a \"", "; boundary=\"a\\\"b\"", "; boundary=a*b",
        ]

        for parameter in boundaries + ["; boundary=" + String(repeating: "x", count: 71)] {
            XCTAssertThrowsError(try form("--b--", type: "multipart/form-data" + parameter), parameter)
        }
        let longest = String(repeating: "x", count: 70)
        XCTAssertNoThrow(try form("--\(longest)--", type: "multipart/form-data; boundary=\(longest)"))
    }

    func testInit_throws_forEveryTruncation() {
        let body = Array((field("name=a", "1") + field("name=f; filename=\"x\"", "\r\n2") + "--b--").utf8)

        XCTAssertNoThrow(try Form(contentType: Self.type, body: body))
        for length in body.indices {
            XCTAssertThrowsError(try Form(contentType: Self.type, body: Array(body[..<length])), "\(length)")
        }
    }

    func testInit_takesLinearTime_forManyAlmostDelimiters() {
        let boundary = String(repeating: "x", count: 70)
        let body = String(repeating: "\r\n--" + boundary.dropLast(), count: 20_000)

        XCTAssertThrowsError(try form(body, type: "multipart/form-data; boundary=\(boundary)"))
    }

    func testInit_survivesRandomBodies() {
        var generator = SeededGenerator(seed: 8)
        let pieces = [
            "--b", "\r\n", "--", "\r", "\n", "Content-Disposition: form-data", "; name=", "\"a\"", "; filename=", "\\",
            ":", "x",
            "%22", " ",
        ]

        for _ in 0..<20_000 {
            let count = Int.random(in: 0...20, using: &generator)
            let body = (0..<count).compactMap { _ in pieces.randomElement(using: &generator) }.joined()

            if let form = try? form("--b\r\n" + body) { XCTAssertLessThan(form.fields.count + form.files.count, 21) }
        }
    }
}
