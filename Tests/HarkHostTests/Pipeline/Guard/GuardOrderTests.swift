import HarkTesting
import TestSupport
import XCTest

/// What is looked at first, and what the sender is told.
final class GuardOrderTests: XCTestCase {
    private let environment = [
        "HARK_ACCESSPROBE_SLACK": SignedSample.slack.secret, "HARK_ACCESSPROBE_TOKEN": "hooktoken",
    ]

    private func bot(at sample: SignedSample = .slack) async throws -> TrustBot {
        try await TrustBot(AccessProbe.self, environment: environment, at: sample.now)
    }

    func testAddress_comesBeforeRate_beforeReadiness_beforeProof() async throws {
        let waiting = try await TrustBot(AccessProbe.self)
        let ready = try await bot()
        let call = Request.delivery("/all", body: "")
        let calls = [.stranger(), .stranger(), .stranger(), .friend(), .friend(), .friend(), .stranger()].map(call.from)

        let statuses = [try await waiting.statuses(calls), try await ready.statuses(calls)]

        XCTAssertEqual(statuses, [[403, 403, 403, 503, 503, 429, 403], [403, 403, 403, 401, 401, 429, 403]])
    }

    func testBody_isNotRead_whenTheHeadShowsThatNothingCanPass() async throws {
        let bot = try await bot()
        let slack = SignedSample.slack.request(to: "/slack")
        let bearer = SignedSample.bearer.request(to: "/bearer")
        let heads = [
            slack.with("X-Slack-Signature", nil), slack.with("X-Slack-Signature", "v0=no"),
            slack.with("X-Slack-Request-Timestamp", nil), slack.with("X-Slack-Request-Timestamp", "1531420317"),
            bearer.with("Authorization", "Bearer wrong"), bearer.with("Authorization", nil),
            bearer.with("Authorization", "Basic aG9vazpob29rdG9rZW4="),
            .delivery("/listed", body: "").from(.stranger()),
        ]

        for head in heads {
            let admission = bot.host.pipeline.admit(head.with(body: []))

            XCTAssertEqual(admission.body, .leave, "\(head.headers)")
        }
    }

    func testBody_isRead_whereProofMayBeInIt_orMayHold() async throws {
        let bot = try await bot()
        let forged = SignedSample.slack.request(to: "/slack")
            .with("X-Slack-Signature", "v0=\(String(repeating: "0", count: 64))")

        for head in [forged, SignedSample.bearer.request(to: "/bearer"), .delivery("/field", body: "")] {
            let admission = bot.host.pipeline.admit(head.with(body: []))

            XCTAssertEqual(admission.body, .read(limit: nil), "\(head.target)")
        }
    }

    func testSender_isToldNothingAboutTheReason_andTheRecordIs() async throws {
        let bot = try await bot()
        let slack = SignedSample.slack.request(to: "/slack")
        let requests = [
            slack.with("X-Slack-Signature", nil), slack.with("X-Slack-Request-Timestamp", "1531420317"),
            slack.with(body: Array("forged".utf8)), slack.with("X-Slack-Request-Timestamp", "soon"),
        ]

        var answers: [TestResponse] = []
        for request in requests { answers.append(try await bot.send(request)) }

        XCTAssertEqual(answers.map(\.status), Array(repeating: .unauthorized, count: 4))
        XCTAssertEqual(Set(answers.map(\.text)), ["Unauthorized"])
        XCTAssertEqual(
            bot.records.all.map(\.refusal),
            [
                "there is no header X-Slack-Signature", "its timestamp is 301 s old",
                "the signature in header X-Slack-Signature does not match",
                "header X-Slack-Request-Timestamp is malformed",
            ]
        )
    }

    func testBrokenBody_is401WithoutProof_and400WithIt() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: ["HARK_SECRETPROBE_HUB": "h"])
        let request = Request.delivery("/hub/item", body: "{broken")
        let signed = try XCTUnwrap(Signer(.github, secret: "h").sign(request, at: TestBot.newYear2026))

        let statuses = try await bot.statuses([request, signed])

        XCTAssertEqual(statuses, [401, 400])
    }

    func testCertificate_isAskedForByTheServer_orAwaited() async throws {
        let waiting = try await TrustBot(AccessProbe.self, acceptsClientCertificates: false)
        let ready = try await TrustBot(AccessProbe.self)
        let plain = Request.delivery("/certified", body: "")
        var certified = plain
        certified.clientCertificate = ClientCertificate(
            subject: "CN=a", names: ["alerts.example.org"], fingerprint: [])

        let statuses = [
            try await waiting.statuses([plain, certified]), try await ready.statuses([plain, certified]),
        ]

        XCTAssertEqual(statuses, [[503, 503], [401, 200]])
        XCTAssertEqual(waiting.records.all.first?.refusal, "HARK_TLS_CLIENT_CA is not set")
    }
}
