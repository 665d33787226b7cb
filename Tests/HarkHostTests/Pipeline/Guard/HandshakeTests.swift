import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// What providers ask before they deliver. No question reaches a handler, and no answer carries what a stranger sent.
final class HandshakeTests: XCTestCase {
    private func bot(_ changes: [String: String] = [:], at sample: SignedSample = .github) async throws -> TrustBot {
        try await TrustBot(
            HandshakeProbe.self, environment: HandshakeProbe.environment.merging(changes) { $1 }, at: sample.now)
    }

    /// A delivery that its sender signed.
    private func signed(_ verifier: Verifier, _ secret: String, to path: String, _ body: String) throws -> Request {
        try XCTUnwrap(Signer(verifier, secret: secret).sign(.delivery(path, body: body), at: TestBot.newYear2026))
    }

    private func slackQuestion(_ challenge: String) throws -> Request {
        let body = JSONValue.object(
            JSONObject([.init("type", "url_verification"), .init("challenge", .string(challenge))]))
        return try signed(.slack, SignedSample.slack.secret, to: "/slack", body.serialized())
    }

    func testSlack_getsItsChallengeBack_asText() async throws {
        let bot = try await bot(at: .slackFixture)

        let answer = try await bot.send(SignedSample.slackFixture.request(to: "/slack"))

        XCTAssertEqual(answer.status, .ok)
        XCTAssertEqual(answer.headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertEqual(answer.text, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testSlack_is401_whenItsQuestionIsNotSigned() async throws {
        let bot = try await bot()
        let question = try slackQuestion("abc")

        let answers = try await bot.statuses([
            question.with("X-Slack-Signature", nil), question.with(body: question.body + Array(" ".utf8)),
        ])

        XCTAssertEqual(answers, [401, 401])
    }

    func testSlack_getsNothingBack_whenItsChallengeIsHostile() async throws {
        let bot = try await bot()
        let hostile = [
            "<script>alert(1)</script>", "a b", "a\r\nSet-Cookie: a=b", "\u{0}", "é", "", "<b>", "\"", "a&b",
            String(repeating: "a", count: Handshake.echoLimit + 1),
        ]

        for challenge in hostile {
            let answer = try await bot.send(try slackQuestion(challenge))

            XCTAssertEqual(answer.status, .badRequest, challenge)
            XCTAssertTrue(challenge.isEmpty || !answer.text.contains(challenge), challenge)
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testSlack_is400_whenItsChallengeIsMissing() async throws {
        let bot = try await bot()

        let answer = try await bot.send(
            try signed(.slack, SignedSample.slack.secret, to: "/slack", #"{"type":"url_verification"}"#))

        XCTAssertEqual(answer.status, .badRequest)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testSlack_getsTheLongestChallengeBack() async throws {
        let bot = try await bot()
        let challenge = String(repeating: "aZ09-._~+/=", count: 94).prefix(Handshake.echoLimit)

        let answer = try await bot.send(try slackQuestion(String(challenge)))

        XCTAssertEqual(answer.text, String(challenge))
    }

    func testSlacksEvents_reachTheHandler() async throws {
        let bot = try await bot()
        let events = [#"{"type":"event_callback","event_id":"1"}"#, "not json", #"["url_verification"]"#]

        for event in events {
            _ = try await bot.send(try signed(.slack, SignedSample.slack.secret, to: "/slack", event))
        }

        XCTAssertEqual(bot.chat.sent.count, 3)
    }

    func testDiscord_getsItsPingBack() async throws {
        let bot = try await bot()

        let answers = try await [
            bot.send(SignedSample.discord.request(to: "/discord")),
            bot.send(SignedSample.discord.request(to: "/discord").with("X-Signature-Ed25519", nil)),
        ]

        XCTAssertEqual(answers.map(\.status), [.ok, .unauthorized])
        XCTAssertEqual(answers[0].headers[.contentType], "application/json")
        XCTAssertEqual(answers[0].text, #"{"type":1}"#)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testZoom_getsItsTokenAndTheTokensCode() async throws {
        let bot = try await bot()
        let body = #"{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event":"endpoint.url_validation"}"#

        let answer = try await bot.send(try signed(.zoom, "zoom-secret", to: "/zoom", body))

        XCTAssertEqual(
            answer.text,
            #"{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","#
                + #""encryptedToken":"b17f0320a1322a509340a1a835b3d9edbc491f0b0790ed2d20d0604d39dfe922"}"#
        )
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testZoom_getsACodeOfTheSecretThatItHas_whileItIsChanged() async throws {
        let bot = try await bot(["HARK_HANDSHAKEPROBE_ZOOM": "new,zoom-secret"])
        let body = #"{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event":"endpoint.url_validation"}"#

        let answer = try await bot.send(try signed(.zoom, "zoom-secret", to: "/zoom", body))

        XCTAssertTrue(answer.text.contains("b17f0320a1322a509340a1a835b3d9edbc491f0b0790ed2d20d0604d39dfe922"))
    }

    func testZoom_makesNoCode_forAStranger_orWithoutAToken() async throws {
        let bot = try await bot()
        let body = #"{"payload":{"plainToken":"abc"},"event":"endpoint.url_validation"}"#

        let statuses = try await bot.statuses([
            .delivery("/zoom", body: body), try signed(.zoom, "other", to: "/zoom", body),
            try signed(.zoom, "zoom-secret", to: "/zoom", #"{"event":"endpoint.url_validation"}"#),
            try signed(
                .zoom, "zoom-secret", to: "/zoom", #"{"payload":{"plainToken":"<"},"event":"endpoint.url_validation"}"#),
        ])

        XCTAssertEqual(statuses, [401, 401, 400, 400])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testUnsigned_answersQuestionsTooWithoutProof() async throws {
        let bot = try await bot(["HARK_HANDSHAKEPROBE_SLACK": "unsigned"])

        let answer = try await bot.send(
            .delivery("/slack", body: #"{"type":"url_verification","challenge":"abc"}"#))

        XCTAssertEqual(answer.text, "abc")
    }
}
