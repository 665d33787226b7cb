import HarkTesting
import TestSupport
import XCTest

/// A plugin with a handshake of its own in the body, and nothing else that reads one.
private struct EchoHandshake: Plugin {
    static let manifest = Manifest<Self>(
        name: "echohandshake",
        summary: "Answers a question in the body.",
        routes: [
            .post("/echo", run).handshake(
                Handshake("echo", isSigned: false) { request, _ in
                    request.body.isEmpty ? nil : .text(String(decoding: request.body, as: UTF8.self))
                })
        ]
    )
    init(_ context: PluginContext) {}
    func run() {}
}

/// Questions that come with a method of their own, before there is anything to sign with.
final class UnsignedHandshakeTests: XCTestCase {
    private var bot: TrustBot!

    override func setUp() async throws {
        bot = try await TrustBot(HandshakeProbe.self, environment: HandshakeProbe.environment)
    }

    /// A question of Meta's.
    private func meta(_ token: String, _ challenge: String, mode: String = "subscribe") -> Request {
        Request(target: RequestTarget("/meta?hub.mode=\(mode)&hub.challenge=\(challenge)&hub.verify_token=\(token)"))
    }

    func testTrello_gets200_forHEAD_andNothingElseUnsigned() async throws {
        let statuses = try await bot.statuses([
            Request(method: .head, target: "/trello"), Request(method: .get, target: "/trello"),
            .delivery("/trello", body: "{}"),
        ])

        XCTAssertEqual(statuses, [200, 405, 401])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testMeta_getsItsChallengeBack_forTheRightTokenAlone() async throws {
        let answers = try await [
            bot.send(meta("meatyhamhock", "1158201444")), bot.send(meta("meatyham", "1158201444")),
            bot.send(meta("meta-app-secret", "1158201444")), bot.send(meta("", "1158201444")),
        ]

        XCTAssertEqual(answers.map(\.status), [.ok, .forbidden, .forbidden, .forbidden])
        XCTAssertEqual(answers[0].text, "1158201444")
        XCTAssertEqual(answers[0].headers[.contentType], "text/plain; charset=utf-8")
        XCTAssertFalse(answers.dropFirst().contains { $0.text.contains("1158201444") })
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testMeta_getsNothingBack_whenItsQuestionIsNone() async throws {
        let questions = [
            meta("meatyhamhock", "%3Cscript%3E"), meta("meatyhamhock", ""), meta("meatyhamhock", "a%0D%0Ab"),
            meta("meatyhamhock", String(repeating: "1", count: 1025)), meta("meatyhamhock", "1", mode: "other"),
            Request(target: "/meta?hub.mode=subscribe&hub.verify_token=meatyhamhock"), Request(target: "/meta"),
        ]

        let statuses = try await bot.statuses(questions)

        XCTAssertEqual(statuses, Array(repeating: 400, count: questions.count))
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testMetasDeliveries_areSigned() async throws {
        let statuses = try await bot.statuses([
            SignedSample.meta.request(to: "/meta"), .delivery("/meta", body: #"{"object":"page"}"#),
            .delivery("/meta?hub.mode=subscribe&hub.verify_token=meatyhamhock&hub.challenge=1", body: "{}"),
        ])

        XCTAssertEqual(statuses, [200, 401, 401])
    }

    func testMetasHandshake_hasASecretThatTheBotMakes() async throws {
        var environment = HandshakeProbe.environment
        environment["HARK_HANDSHAKEPROBE_META_TOKEN"] = nil
        let bot = try await TrustBot(HandshakeProbe.self, environment: environment)

        let made = try XCTUnwrap(try bot.host.generatedSecrets(of: "handshakeprobe").first)

        XCTAssertEqual(made.variable, "HARK_HANDSHAKEPROBE_META_TOKEN")
        XCTAssertEqual(
            bot.host.trustNotices.map { $0.text.prefix(63) },
            ["HARK_HANDSHAKEPROBE_META_TOKEN is not set: the bot stores a gen"]
        )
        let statuses = try await bot.statuses([meta(made.text.reveal(), "1"), meta("", "1")])
        XCTAssertEqual(statuses, [200, 403])
    }

    func testOwnHandshake_readsTheBody_whereNothingElseDoes() async throws {
        let bot = try await TrustBot(EchoHandshake.self)

        let question = Request.delivery("/echo", body: "12345")
        let policy = bot.host.pipeline.admit(question).body
        let answer = try await bot.send(question)

        XCTAssertEqual(policy, .read(limit: nil))
        XCTAssertEqual(answer.text, "12345")
    }

    func testOkta_getsItsFieldBack_asJSON() async throws {
        let question = Request(target: "/okta").with("X-Okta-Verification-Challenge", "LK5FxcLvEMb_x-9")

        let answer = try await bot.send(question)

        XCTAssertEqual(answer.headers[.contentType], "application/json")
        XCTAssertEqual(answer.text, #"{"verification":"LK5FxcLvEMb_x-9"}"#)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testOkta_getsNothingBack_whenItsFieldIsHostileOrMissing() async throws {
        let question = Request(target: "/okta")
        let values = ["<script>", "a b", "\"", "é", String(repeating: "a", count: 1025), "", nil]

        let statuses = try await bot.statuses(values.map { question.with("X-Okta-Verification-Challenge", $0) })

        XCTAssertEqual(statuses, Array(repeating: 400, count: values.count))
        XCTAssertEqual(bot.chat.sent, [])
    }
}
