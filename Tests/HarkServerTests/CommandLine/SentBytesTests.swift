import Foundation
import HTTPTypes
import HarkHTTP
import HarkTLS
import XCTest

/// What `hark send` sends, byte for byte, and what it prints of the answer.
final class SentBytesTests: XCTestCase {
    private let secret = ["HARK_GITHUB_SECRET": "hunter2"]

    /// A server that is stopped after the test.
    private func server(identity: TLSIdentity? = nil) throws -> RecordingServer {
        let server = try RecordingServer(identity: identity)
        addTeardownBlock { await server.stop() }
        return server
    }

    func testSend_postsToThePathAtTheBaseURL_withTheQueriesOfBoth() throws {
        let server = try server()
        let file = try temporaryFile("push.json", Array("{}".utf8))
        let targets = [
            ["--to", "\(server.url)/hooks/?b=2", "--path", "/github?a=1"]: "/hooks/github?a=1&b=2",
            ["--to", "\(server.url.dropFirst("http://".count))?b=2"]: "/github?b=2",
            ["--to", "\(server.url)/", "--path", "/github/"]: "/github/",
        ]

        for (arguments, target) in targets {
            let outcome = try hark(["send", "github", file] + arguments, environment: secret)

            XCTAssertEqual(outcome.status, 0, "\(outcome)")
            XCTAssertEqual(server.requests.last?.target.description, target)
        }
    }

    func testSend_sendsTheFileAsItIs_signed_andTellsNoSecret() throws {
        let server = try server()
        let payload = Array(#"@/etc/passwd {"a": "\u0000"} "#.utf8) + [0, 0xff, 0x0d, 0x0a, 0x22, 0x5c]
        let file = try temporaryFile("push.json", payload)

        let outcome = try hark("send", "github", file, "--to", server.url, environment: secret)

        let request = try XCTUnwrap(server.requests.first)
        XCTAssertEqual(outcome.status, 0, "\(outcome)")
        XCTAssertEqual(request.method, .post)
        XCTAssertEqual(request.body, payload)
        XCTAssertEqual(request.headers[.contentType], "application/json")
        let signature = try XCTUnwrap(HTTPField.Name("X-Hub-Signature-256"))
        XCTAssertEqual(request.headers[signature]?.hasPrefix("sha256="), true)
        XCTAssertFalse(request.headers.contains { $0.value.contains("hunter2") })
    }

    func testSend_printsTheAnswer_asHTTPWritesIt() throws {
        let server = try server()
        let file = try temporaryFile("push.json", Array("{}".utf8))

        let outcome = try hark("send", "github", file, "--to", server.url, environment: secret)

        let text = outcome.output.joined(separator: "\n")
        XCTAssertTrue(text.hasPrefix("HTTP/1.1 200 OK\r\n"), text)
        XCTAssertTrue(text.contains("\r\nContent-Type: text/plain; charset=utf-8\r\n"), text)
        XCTAssertTrue(text.hasSuffix("\r\n\r\nOK"), text)
        XCTAssertEqual(outcome.errors, [])
    }

    func testSend_keepsEveryByte_soThatTheSignatureHolds() throws {
        let bot = try BotProcess(secret)
        addTeardownBlock { bot.stop() }
        let url = try bot.addresses()[0]
        let payloads: [(bytes: [UInt8], status: String)] = [
            (Array("{\"zen\": \"“é” \\\"q\\\" \\\\ 🎉\",\r\n\t\"a\": 1}\n".utf8), "202"),
            (Array("@/etc/hostname".utf8), "400"),
            (Array("{\"a\": \"".utf8) + [0, 0xff, 0xfe] + Array("\"}".utf8), "400"),
            (Array("[{}]{}".utf8), "400"),
        ]

        let outcomes = try payloads.map { payload in
            let file = try temporaryFile("ping.json", payload.bytes)
            return try hark("send", "github", file, "--to", url, environment: secret)
        }

        for (outcome, payload) in zip(outcomes, payloads) {
            XCTAssertTrue(outcome.output.first?.hasPrefix("HTTP/1.1 \(payload.status) ") == true, "\(outcome)")
        }
    }

    func testSend_sendsOverTLS_toAServerThatHARK_CA_FILEVouchesFor() throws {
        let made = try SelfSignedCertificate(names: [.ip([127, 0, 0, 1])], now: Date())
        let identity = try TLSIdentity(
            certificateChain: Array(made.certificate.utf8), privateKey: Array(made.privateKey.utf8))
        let server = try server(identity: identity)
        let file = try temporaryFile("push.json", Array("{}".utf8))
        let authorities = ["HARK_CA_FILE": try temporaryFile("ca.pem", made.certificate.utf8)]

        let refused = try hark("send", "github", file, "--to", server.url, environment: secret)
        let sent = try hark(
            "send", "github", file, "--to", server.url, environment: secret.merging(authorities) { $1 })

        XCTAssertEqual([refused.status, sent.status], [1, 0], "\(refused) \(sent)")
        XCTAssertEqual(refused.errors.count, 1)
        let line = refused.errors.first ?? ""
        XCTAssertTrue(
            line.hasPrefix("hark: \(server.url)/github: The certificate of \(server.url) is not trusted ("), line)
        XCTAssertTrue(line.hasSuffix("name the authority of its certificate in HARK_CA_FILE."), line)
        XCTAssertEqual(server.requests.count, 1)
    }

    func testSend_isRefusedWith78_whenTheFileOfAuthoritiesIsMissing() throws {
        let file = try temporaryFile("push.json", Array("{}".utf8))

        let outcome = try hark("send", "github", file, environment: ["HARK_CA_FILE": "/nowhere/ca.pem"])

        XCTAssertEqual(outcome.status, 78)
        XCTAssertEqual(
            outcome.errors,
            ["hark: HARK_CA_FILE: the file “/nowhere/ca.pem” cannot be read (There is no file /nowhere/ca.pem.)."])
    }
}
