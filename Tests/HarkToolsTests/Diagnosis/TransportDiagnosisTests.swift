import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost
@testable import HarkTools

/// What proxies, editors and captures do to a delivery, as `hark verify` finds it.
final class TransportDiagnosisTests: XCTestCase {
    private func findings(
        _ request: Request,
        _ changes: [String: String] = [:],
        at sample: SignedSample = .svix
    ) async throws -> [String] {
        let bot = try await TrustBot(ProofProbe.self, environment: ProofProbe.environment.merging(changes) { $1 })
        let captured = try CapturedRequest(request.captured)
        return Array(try bot.host.diagnose(captured, routedBy: nil, at: sample.now).lines.dropFirst(2))
    }

    /// What is found when GitHub signed one body and another one came.
    private func findings(signed: String, received: String) async throws -> [String] {
        let bot = try await TrustBot(SecretProbe.self, environment: ["HARK_SECRETPROBE_HUB": "h"])
        let request = Request.delivery("/hub", body: signed)
        let delivery = try XCTUnwrap(Signer(.github, secret: "h").sign(request, at: TestBot.newYear2026))
        let captured = try CapturedRequest(delivery.with(body: Array(received.utf8)).captured)
        return Array(
            try bot.host.diagnose(captured, routedBy: "/hub", at: TestBot.newYear2026).lines.dropFirst(2))
    }

    func testReencodedBody_isNamedWithWhatTheSignatureFits() async throws {
        let received = #"{"b":"é/😀","a":[1,{"c":null}],"e":[],"f":{}}"#
        let spaced = #"{"b": "é/😀", "a": [1, {"c": null}], "e": [], "f": {}}"#
        let sorted = #"{"a":[1,{"c":null}],"b":"é/😀","e":[],"f":{}}"#
        let ascii = #"{"b":"\u00e9/\ud83d\ude00","a":[1,{"c":null}],"e":[],"f":{}}"#
        let python = #"{"a": [1, {"c": null}], "b": "\u00e9/\ud83d\ude00", "e": [], "f": {}}"#
        let php = #"{"b":"\u00e9\/\ud83d\ude00","a":[1,{"c":null}],"e":[],"f":{}}"#
        let indented = """
            {
              "b": "é/😀",
              "a": [
                1,
                {
                  "c": null
                }
              ],
              "e": [],
              "f": {}
            }
            """
        let bodies = [
            spaced: "as JSON with a space after each comma and colon",
            sorted: "as JSON without white space, names sorted",
            ascii: "as JSON without white space, in ASCII",
            python: "as JSON with a space after each comma and colon, names sorted, in ASCII",
            received.replacing("/", with: "\\/"): "as JSON without white space, slashes escaped",
            php: "as JSON without white space, in ASCII, slashes escaped",
            indented: "as JSON indented by two spaces",
            indented.replacing("  ", with: "    "): "as JSON indented by four spaces",
        ]

        for (signed, name) in bodies {
            let found = try await findings(signed: signed, received: received)

            XCTAssertEqual(
                found,
                [
                    "The body was re-encoded on the way: it says the same, but the bytes differ. "
                        + "The signature fits it \(name)."
                ]
            )
        }
    }

    func testOtherLineBreaks_areNamed() async throws {
        let bodies = [
            ("a\nb", "a\r\nb", "with LF instead of CRLF"), ("a\r\nb", "a\nb", "with CRLF instead of LF"),
            ("a", "a\n", "without the line break at its end"), ("a\n", "a", "with a line break at its end"),
            (#"{"a":1}"#, #"{ "a" : 1 }"#, "as JSON without white space"),
            ("{\"a\":1}\n", #"{"a": 1}"#, "as JSON without white space, with a line break at its end"),
            ("{\n\t\"a\": 1\n}", #"{"a": 1}"#, "as JSON indented by tabs"),
            (#"{"a": 1}"#, #"{"a":1}"#, "as JSON with a space after each comma and colon"),
            (#"{"a":1, "b":2}"#, #"{"a":1,"b":2}"#, "as JSON with a space after each comma"),
            (#"{"a":1.50,"a":1e5,"b":"\u00E9"}"#, #"{"a":1.50, "a":1e5, "b":"\u00E9"}"#, "as JSON without white space"),
            (#"{"a":"<b>&"}"#.goEscaped, #"{"a":"<b>&"}"#, "as JSON without white space, with <, > and & escaped"),
            (#"{"a":"\u00e9"}"#, #"{"a":"é"}"#, "as JSON without white space, in ASCII"),
            (#"{"a":"é"}"#, #"{"a":"\u00e9"}"#, "as JSON without white space, in UTF-8"),
            (#"{"a":1,"b":[]}"#, #"{"b":[],"a":1}"#, "as JSON without white space, names sorted"),
        ]

        for (signed, received, name) in bodies {
            let found = try await findings(signed: signed, received: received)

            XCTAssertTrue(found.last?.hasSuffix("The signature fits it \(name).") == true, "\(name): \(found)")
        }
    }

    func testLengthThatIsOffByOne_isRemarked() async throws {
        let bot = try await TrustBot(
            SecretProbe.self, environment: ["HARK_SECRETPROBE_HUB": "It's a Secret to Everybody"])
        let request = SignedSample.github.request(to: "/hub")
        let diagnose = { (request: Request) in
            try bot.host.diagnose(try CapturedRequest(request.captured), routedBy: nil, at: TestBot.newYear2026)
        }

        let long = try diagnose(request.with("Content-Length", "14"))
        let short = try diagnose(request.with("Content-Length", "12"))
        let cut = try diagnose(request.with("Content-Length", "13").with(body: request.body + [0x0a]))

        XCTAssertEqual([long.isAccepted, short.isAccepted, cut.isAccepted], [true, false, true])
        XCTAssertEqual(
            [long, short, cut].map { $0.lines[1] },
            [
                "Content-Length is 14, and 13 bytes follow the header section.",
                "Content-Length is 12, and 13 bytes follow the header section.",
                "Content-Length is 13, and 14 bytes follow the header section.",
            ]
        )
    }

    func testChunkedCapture_isVerifiedAsItsBody() async throws {
        let bot = try await TrustBot(
            SecretProbe.self, environment: ["HARK_SECRETPROBE_HUB": "It's a Secret to Everybody"])
        let sample = SignedSample.github.request(to: "/hub").with("Transfer-Encoding", "chunked")
        let chunked = sample.with(body: Array("7\r\nHello, \r\n6\r\nWorld!\r\n0\r\n\r\n".utf8))

        let found = try bot.host.diagnose(
            try CapturedRequest(chunked.captured), routedBy: nil, at: TestBot.newYear2026)

        XCTAssertTrue(found.isAccepted, "\(found.lines)")
    }

    func testURLOfTheOtherScheme_isNamed() async throws {
        let request = SignedSample.twilioForm.request
        let other = try await findings(request, ["HARK_BASE_URL": "http://mycompany.com"])
        let wrong = try await findings(request, ["HARK_BASE_URL": "https://company.com"])

        let url = "mycompany.com/myapp.php?…"
        XCTAssertEqual(other, ["The sender called https://\(url), and Hark sees http://\(url). Set HARK_BASE_URL."])
        XCTAssertEqual(
            wrong,
            [
                "The signature holds the URL; Hark takes https://company.com/myapp.php?… for it. "
                    + "HARK_BASE_URL sets another one."
            ]
        )
    }

    func testFindings_areAboutTheProofThatTheSenderChose() async throws {
        let body = Array("other".utf8)
        let svix = try await findings(SignedSample.svix.request(to: "/svix").with(body: body))
        let standard = try await findings(SignedSample.standardWebhooks.request(to: "/svix"), at: .standardWebhooks)
        let token = try await findings(.delivery("/gitlab", ["X-Gitlab-Token": "wrong"], body: ""))

        XCTAssertEqual(svix.first, "No secret that this bot knows makes this signature over these bytes.")
        XCTAssertEqual(standard, [])
        XCTAssertEqual(token, [])
    }

    func testDiagnosis_namesEveryHeader_whenThereIsNoProof() async throws {
        let svix = try await TrustBot.diagnosis(
            of: .delivery("/svix", body: "{}"), ProofProbe.self, ProofProbe.environment
        ).lines
        let gitlab = try await TrustBot.diagnosis(
            of: .delivery("/gitlab", body: "{}"), ProofProbe.self, ProofProbe.environment
        ).lines

        let hint = "Is a secret set on the sender's side?"
        let failed = "It does not pass the verifier"
        XCTAssertEqual(
            svix,
            ["\(failed) “standard webhooks”: there is no header webhook-signature, no header svix-signature.", hint])
        XCTAssertEqual(
            gitlab, ["\(failed) “gitlab”: there is no header X-Gitlab-Token, no header webhook-signature.", hint])
    }

    func testDiagnosis_takesTheSendersOwnHeader_forNobodyElses() async throws {
        let request = Request.delivery("/svix", ["webhook-signature": "v9,AAAA", "X-Other-Token": "a"], body: "{}")

        let found = try await TrustBot.diagnosis(of: request, ProofProbe.self, ProofProbe.environment).lines

        XCTAssertEqual(found.last, "It has X-Other-Token: is it another sender's?")
    }

    func testDiagnosis_namesWhatBelongsToTheProof_andIsNotThere() async throws {
        for header in ["webhook-id", "webhook-timestamp"] {
            let request = SignedSample.standardWebhooks.request(to: "/svix").with(header, nil)

            let found = try await TrustBot.diagnosis(
                of: request, ProofProbe.self, ProofProbe.environment, at: SignedSample.standardWebhooks.now
            ).lines

            XCTAssertEqual(found, ["It does not pass the verifier “standard webhooks”: there is no header \(header)."])
        }
    }
}

extension String {
    /// As Go's `encoding/json` writes it.
    fileprivate var goEscaped: String {
        replacing("<", with: "\\u003c").replacing(">", with: "\\u003e").replacing("&", with: "\\u0026")
    }
}
