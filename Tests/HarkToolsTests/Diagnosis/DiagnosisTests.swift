import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost
@testable import HarkTools

/// What `hark verify` finds about headers, times and secrets.
final class DiagnosisTests: XCTestCase {
    private let failed = "It does not pass the verifier “github”: "
    private let mismatch =
        "It does not pass the verifier “github”: the signature in header X-Hub-Signature-256 does not match."

    private let unexplained = [
        "No secret that this bot knows makes this signature over these bytes.",
        "Either the sender has another secret, or the bytes were changed on their way.",
    ]

    func testRightSignature_passes() async throws {
        let found = try await TrustBot.diagnosis(of: try .hub())

        XCTAssertEqual(found, Diagnosis(isAccepted: true, lines: ["It passes the verifier “github”."]))
    }

    func testOldSecret_passesAndIsNamed() async throws {
        let found = try await TrustBot.diagnosis(of: try .hub("older"))

        XCTAssertTrue(found.isAccepted)
        XCTAssertEqual(
            found.lines, ["It passes the verifier “github”.", "Only old secret 2 of HARK_SECRETPROBE_HUB matches."])
    }

    func testMissingHeader_isNamed() async throws {
        let found = try await TrustBot.diagnosis(of: .delivery("/hub", body: "{}"))

        XCTAssertFalse(found.isAccepted)
        XCTAssertEqual(
            found.lines,
            [
                "\(failed)there is no header X-Hub-Signature-256.",
                "Is a secret set on the sender's side?",
            ]
        )
    }

    func testOtherSendersHeader_isNamed() async throws {
        let found = try await TrustBot.diagnosis(of: SignedSample.bitbucket.request(to: "/hub"))

        XCTAssertEqual(
            found.lines.last,
            "It has X-Hub-Signature: is it another sender's?")
    }

    func testStaleTimestamp_isToldApartFromAWrongSignature() async throws {
        let sample = SignedSample.slack
        let request = sample.request(to: "/slack")

        let stale = try await TrustBot.diagnosis(of: request, at: sample.now.addingTimeInterval(301))
        let early = try await TrustBot.diagnosis(of: request, at: sample.now.addingTimeInterval(-301))
        let both = try await TrustBot.diagnosis(
            of: request.with(body: Array("x".utf8)), at: sample.now.addingTimeInterval(301))

        let right = "Apart from that the signature is right."
        let old = "The timestamp is 301 s old; at most 300 s are allowed. Are both clocks right?"
        let ahead = "The timestamp is 301 s in the future; at most 300 s are allowed. Are both clocks right?"
        XCTAssertEqual(stale.lines.dropFirst(), [old, right])
        XCTAssertEqual(early.lines.dropFirst(), [ahead, right])
        XCTAssertEqual(both.lines.dropFirst(), [old] + unexplained)
    }

    func testMalformedTimestamp_isNamed() async throws {
        let request = SignedSample.slack.request(to: "/slack").with("X-Slack-Request-Timestamp", "soon")

        let found = try await TrustBot.diagnosis(of: request)

        XCTAssertEqual(
            found.lines[1], "The request cannot be checked: header X-Slack-Request-Timestamp is malformed.")
    }

    func testOldSecretOfAStaleDelivery_isNamed() async throws {
        let sample = SignedSample.slack

        let found = try await TrustBot.diagnosis(
            of: sample.request(to: "/slack"), SecretProbe.self, ["HARK_SECRETPROBE_SLACK": "current,\(sample.secret)"],
            at: sample.now.addingTimeInterval(400))

        XCTAssertEqual(
            found.lines.dropFirst(2),
            [
                "It is signed with an old secret: value 2 of HARK_SECRETPROBE_SLACK.",
                "Apart from that the signature is right.",
            ]
        )
    }

    func testOtherRoutesSecret_isNamed() async throws {
        let hub = try await TrustBot.diagnosis(of: try .hub("the token"))
        let token = try await TrustBot.diagnosis(of: .delivery("/token", ["X-Token": "old"], body: ""))

        XCTAssertEqual(hub.lines, [mismatch, "It is signed with another secret: HARK_SECRETPROBE_TOKEN."])
        XCTAssertEqual(token.lines.last, "It has another secret: value 2 of HARK_SECRETPROBE_HUB.")
    }

    func testSecretThatTheBotOnceMade_isNamed() async throws {
        let secretStore = MemorySecretStore()
        _ = secretStore.keep("made", for: "HARK_SECRETPROBE_HUB")

        let found = try await TrustBot.diagnosis(of: try .hub("made"), secretStore: secretStore)

        XCTAssertEqual(
            found.lines,
            [mismatch, "It is signed with another secret: the one that the bot once generated, in “memory”."])
    }

    func testUnknownSecret_isSaidToBeOne() async throws {
        let found = try await TrustBot.diagnosis(of: try .hub("unheard of"))

        XCTAssertEqual(found.lines, [mismatch] + unexplained)
    }

    func testRouteWithoutProof_takesEverything() async throws {
        let open = try await TrustBot.diagnosis(of: .delivery("/open", body: ""))
        let unsigned = try await TrustBot.diagnosis(
            of: .delivery("/hub", body: ""), SecretProbe.self, ["HARK_SECRETPROBE_HUB": "unsigned"])
        let waiting = try await TrustBot.diagnosis(
            of: .delivery("/slack", body: ""), SecretProbe.self, ["HARK_SECRETPROBE_SLACK": ""])

        XCTAssertEqual([open, unsigned, waiting].map(\.isAccepted), [true, true, false])
        XCTAssertEqual(
            [open, unsigned, waiting].map(\.lines),
            [
                ["The route has no verifier: anyone may call it."],
                ["HARK_SECRETPROBE_HUB is “unsigned”: the route takes every delivery."],
                ["HARK_SECRETPROBE_SLACK is not set: the route answers 503."],
            ]
        )
    }

    func testCompressedBody_is415_inADiagnosisToo() async throws {
        let request = try Request.hub().with("Content-Encoding", "gzip")

        let found = try await TrustBot.diagnosis(of: request)

        XCTAssertFalse(found.isAccepted)
        XCTAssertEqual(found.lines.first, "Its Content-Encoding is gzip: the route answers 415.")
    }
}
