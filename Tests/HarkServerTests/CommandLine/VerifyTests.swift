import Foundation
import XCTest

final class VerifyTests: XCTestCase {
    /// Verifies a signed push that was captured at a path.
    private func verify(_ path: String, _ arguments: String...) throws -> (
        status: Int32, errors: [String], said: [String]
    ) {
        let push = SignedPush(secret: "hunter2")
        let head = "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        let file = try temporaryFile("request.http", Array("\(head)\(push.header)\r\n\r\n\(push.body)".utf8))
        let outcome = try hark(["verify", file] + arguments, environment: ["HARK_GITHUB_SECRET": "hunter2"])
        return (outcome.status, outcome.errors, outcome.output)
    }

    func testVerify_namesTheRoute_thatAProxyMayHaveStripped() throws {
        let refused = try verify("/hooks/github")
        let passed = try verify("/hooks/github", "--route", "/github")

        XCTAssertEqual([refused.status, passed.status], [64, 0])
        XCTAssertTrue(refused.errors.first?.hasPrefix("hark: No route takes /hooks/github. The routes are: ") == true)
        XCTAssertEqual(refused.errors.last, "    If a proxy strips “/hooks”, add --route /github")
        XCTAssertEqual(passed.said.last, "It passes the verifier “github”.")
    }

    func testVerify_saysThatARouteForCertificatesWaits_asTheServerDoes() throws {
        let program = Bundle(for: BotProcess.self).bundleURL.appendingPathComponent("SendersBot").path
        let file = try temporaryFile(
            "request.http", Array("POST /client-certificate HTTP/1.1\r\nHost: x\r\n\r\n".utf8))

        let outcome = try hark(["verify", file], program: program)

        XCTAssertEqual(outcome.output.last, "HARK_TLS_CLIENT_CA is not set: the route answers 503.")
    }

    func testVerify_namesTheOption_whenNoRouteIsLikeThePath() throws {
        let refused = try verify("/elsewhere")

        XCTAssertEqual(
            refused.errors.last,
            "    Where a proxy changes the path, name the bot's own with --route, such as --route /github.")
    }

    func testVerify_doesNotNameTheOption_whenItWasGiven() throws {
        let refused = try verify("/github", "--route", "/nowhere")

        XCTAssertEqual(refused.status, 64)
        XCTAssertEqual(refused.errors.filter { $0.contains("--route") }, [])
    }
}
