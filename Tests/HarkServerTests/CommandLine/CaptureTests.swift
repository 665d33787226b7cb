import Foundation
import HarkTools
import XCTest

@testable import HarkServer

final class CaptureTests: XCTestCase {
    /// A capture, where it listens, and its folder.
    private func start(_ arguments: [String] = []) throws -> (capture: BotProcess, url: String, folder: String) {
        let folder = "\(try temporaryFolder())/captured"
        let capture = try BotProcess(
            ["HARK_GITHUB_SECRET": "hunter2"], arguments: ["capture", "--folder", folder] + arguments)
        addTeardownBlock { capture.stop() }
        let line = try capture.output.line { $0.hasPrefix("Listening on http://127.0.0.1:") }
        let url = try XCTUnwrap(line.split(separator: " ").dropFirst(2).first).dropLast()
        return (capture, String(url), folder)
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    func testCapture_writesASignedPush_thatVerifyAccepts() throws {
        let (capture, url, folder) = try start()
        let push = SignedPush(secret: "hunter2")

        let answer = try curl("\(url)/github", "-d", push.body, "-H", push.header)
        let hint = try capture.output.line { $0.hasPrefix("  ") }

        let command = try XCTUnwrap(hint.firstRange(of: " verify ").map { hint[$0.upperBound...] })
        let verified = try hark("verify", String(command), environment: ["HARK_GITHUB_SECRET": "hunter2"])
        let other = try hark("verify", String(command), environment: ["HARK_GITHUB_SECRET": "another"])
        XCTAssertEqual(answer, "OK")
        XCTAssertEqual(command, "\(folder)/001-post-github.http")
        XCTAssertEqual(verified.status, 0, "\(verified)")
        XCTAssertEqual(verified.output.last, "It passes the verifier “github”.")
        XCTAssertEqual(other.status, 1, "\(other)")
    }

    func testCapture_keepsTheFieldsInOrder_andEveryByteOfAChunkedBody() throws {
        let (_, url, folder) = try start(["--count", "1"])
        let body: [UInt8] = [0, 0xff, 0x0d, 0x0a, 0x0d, 0x0a] + Array("é{}\n".utf8)
        let file = try temporaryFile("body", body)

        _ = try curl(
            "\(url)/a%20b?x=1", "-X", "PUT", "--data-binary", "@\(file)", "-H", "Transfer-Encoding: chunked",
            "-H", "X-B: 2", "-H", "x-a:   1", "-H", "X-B: 3", "-H", "User-Agent:", "-H", "Accept:",
            "-H", "Content-Type: a/b")

        let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder)/001-put-a-20b.http")))
        let host = url.dropFirst("http://".count)
        let head = "PUT /a%20b?x=1 HTTP/1.1\r\nHost: \(host)\r\nX-B: 2\r\nx-a: 1\r\nX-B: 3\r\nContent-Type: a/b\r\n"
        XCTAssertEqual(bytes, Array("\(head)Content-Length: \(body.count)\r\n\r\n".utf8) + body)
        let captured = try CapturedRequest(bytes)
        XCTAssertEqual(captured.request.body, body)
        XCTAssertEqual(captured.remarks, [])
    }

    func testCapture_endsByItself_afterAsManyRequestsAsWereWanted() throws {
        let (capture, url, folder) = try start(["--count", "2"])

        let answers = try ["/one", "/two"].map { try curl("\(url)\($0)") }

        XCTAssertEqual(answers, ["OK", "OK"])
        XCTAssertEqual(capture.status(), 0)
        XCTAssertEqual(try names(in: folder), ["001-get-one.http", "002-get-two.http"])
    }

    func testCapture_endsWith0_atCtrlC() throws {
        let (capture, _, folder) = try start()

        capture.signal(SIGINT)

        XCTAssertEqual(capture.status(), 0)
        XCTAssertEqual(try names(in: folder), [])
    }

    func testCapture_letsTheOwnerAloneReadItsFiles() throws {
        let (_, url, folder) = try start()

        _ = try curl("\(url)/x")

        let modes = try [folder, "\(folder)/001-get-x.http"].map {
            try FileManager.default.attributesOfItem(atPath: $0)[.posixPermissions] as? Int
        }
        XCTAssertEqual(modes, [0o700, 0o600])
    }

    func testCapture_refusesABodyThatIsTooLong_andWritesNothing() throws {
        let (_, url, folder) = try start()

        let status = try curl(
            "\(url)/x", "-H", "Content-Length: \(CaptureCommand.longest + 1)", "-d", "x", "-o", "/dev/null", "-w",
            "%{http_code}")

        XCTAssertEqual(status, "413")
        XCTAssertEqual(try names(in: folder), [])
    }

    func testFolder_goesOnWithItsNumbers_andOverwritesNothing() throws {
        let path = try temporaryFolder()
        let request = CapturedFile(Request(method: .post, target: "/x", body: [1]))

        let first = try CaptureFolder.made(path, count: 1)
        let outcomes = [try first.write(request), try first.write(request)]
        let second = try CaptureFolder.made(path, count: 2).write(request)

        XCTAssertEqual(outcomes, [.written(path: "\(path)/001-post-x.http", left: 0), .full])
        XCTAssertEqual(second, .written(path: "\(path)/002-post-x.http", left: 1))

        let third = try CaptureFolder.made(path, count: 2)
        try "taken".write(toFile: "\(path)/003-post-x.http", atomically: true, encoding: .utf8)
        XCTAssertEqual(try third.write(request), .written(path: "\(path)/004-post-x.http", left: 1))
    }

    func testFolder_ignoresNumbersThatItDidNotCountTo() throws {
        let path = try temporaryFolder()
        for number in ["9223372036854775807", "9223372036854775806", "-1", "007"] {
            try "taken".write(toFile: "\(path)/\(number)-x.http", atomically: true, encoding: .utf8)
        }

        let outcome = try CaptureFolder.made(path, count: 1).write(CapturedFile(Request(method: .post, target: "/x")))

        XCTAssertEqual(outcome, .written(path: "\(path)/008-post-x.http", left: 0))
    }

    func testFolder_isFull_beforeItHoldsMoreBytesThanItMay() throws {
        let path = try temporaryFolder()
        let folder = try CaptureFolder.made(path, count: 100)
        let long = CapturedFile(
            Request(method: .post, target: "/x", body: Array(repeating: 0, count: CaptureFolder.longest / 2)))

        let outcomes = try (0..<2).map { _ in try folder.write(long) }

        XCTAssertEqual(outcomes.last, .full)
        XCTAssertEqual(try names(in: path), ["001-post-x.http"])
    }

    func testFolder_isAFault_whenItIsAFile() throws {
        let file = try temporaryFile("file", [])

        let outcome = try hark("capture", "--folder", file)

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(outcome.errors, ["hark: --folder: “\(file)” cannot be used (File exists)."])
    }

    func testCapture_isRefusedWith78_whenThePortIsMalformed() throws {
        let outcome = try hark("capture", environment: ["HARK_HTTP_PORT": "loud"], in: try temporaryFolder())

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(
            outcome.errors,
            ["hark: HARK_HTTP_PORT: “loud” is not a port from 0 to 65535, or off."])
    }

    func testLabel_isOfLettersAndDigits_whateverThePathHolds() {
        let hostile = Request(method: .get, target: RequestTarget("/../../é\u{1b}[2J/A.b?token=x"))

        XCTAssertEqual(CapturedFile(hostile).label, "get-2j-a-b")
    }

    func testCapture_isRefusedWith64_whenTheCountIsOutOfBounds() throws {
        XCTAssertEqual(try hark("capture", "--count", "0").status, 64)
        XCTAssertEqual(try hark("capture", "--count", "10001").status, 64)
    }
}
