import HarkTesting
import XCTest

@testable import HarkHost

/// Every reason that `hark verify` can find.
final class DiagnosisTests: XCTestCase {
    private let environment = [
        "HARK_GUARDED_TOKEN": "the token", "HARK_GUARDED_HUB": "new,old,older",
        "HARK_GUARDED_SLACK": SignedSample.slack.secret, "HARK_GUARDED_DISCORD": SignedSample.discord.secret,
    ]

    /// What is found, without the line that names the route.
    private func diagnosis(
        _ request: Request,
        _ plugin: any Plugin.Type = Guarded.self,
        _ changes: [String: String] = [:],
        vault: any SecretVault = MemoryVault(),
        at now: Int = 1_767_225_600
    ) async throws -> Diagnosis {
        let bot = try await TrustBot(plugin, environment: environment.merging(changes) { $1 }, vault: vault)
        let captured = try CapturedRequest(request.captured)
        let found = try bot.host.diagnose(captured, routedBy: nil, at: Date(timeIntervalSince1970: Double(now)))
        return Diagnosis(isAccepted: found.isAccepted, lines: Array(found.lines.dropFirst()))
    }

    /// A delivery to `/hub`, signed.
    private func hub(_ secret: String = "new", _ body: String = #"{"a": 1}"#, algorithm: Verifier = .github) throws
        -> Request
    {
        try XCTUnwrap(Signer(algorithm, secret: secret).sign(.delivery("/hub", body: body), at: TestBot.newYear2026))
    }

    private let failed = "It does not pass the verifier “github”: "
    private let mismatch =
        "It does not pass the verifier “github”: the signature in header X-Hub-Signature-256 does not match."

    func testRightSignature_passes() async throws {
        let found = try await diagnosis(try hub())

        XCTAssertEqual(found, Diagnosis(isAccepted: true, lines: ["It passes the verifier “github”."]))
    }

    func testOldSecret_passesAndIsNamed() async throws {
        let found = try await diagnosis(try hub("older"))

        XCTAssertTrue(found.isAccepted)
        XCTAssertEqual(
            found.lines, ["It passes the verifier “github”.", "Only old secret 2 of HARK_GUARDED_HUB matches."])
    }

    func testMissingHeader_isNamed() async throws {
        let found = try await diagnosis(.delivery("/hub", body: "{}"))

        XCTAssertFalse(found.isAccepted)
        XCTAssertEqual(
            found.lines,
            [
                "\(failed)there is no header X-Hub-Signature-256.",
                "The request has no header X-Hub-Signature-256. Is a secret set on the sender's side?",
            ]
        )
    }

    func testOtherSendersHeader_isNamed() async throws {
        let found = try await diagnosis(SignedSample.bitbucket.request(to: "/hub"))

        XCTAssertEqual(
            found.lines.last,
            "The request has no header X-Hub-Signature-256. It has X-Hub-Signature: is it another sender's?")
    }

    func testStaleTimestamp_isToldApartFromAWrongSignature() async throws {
        let sample = SignedSample.slack
        let request = sample.request(to: "/slack")

        let stale = try await diagnosis(request, at: sample.time + 301)
        let early = try await diagnosis(request, at: sample.time - 301)
        let both = try await diagnosis(request.with(body: Array("x".utf8)), at: sample.time + 301)

        let right = "Apart from that the signature is right."
        let old = "The timestamp is 301 s old; at most 300 s are allowed. Are both clocks right?"
        let ahead = "The timestamp is 301 s in the future; at most 300 s are allowed. Are both clocks right?"
        XCTAssertEqual(stale.lines.dropFirst(), [old, right])
        XCTAssertEqual(early.lines.dropFirst(), [ahead, right])
        XCTAssertEqual(
            both.lines.dropFirst(), [old, "No secret that this bot knows makes this signature over these bytes."])
    }

    func testMalformedTimestamp_isNamed() async throws {
        let request = SignedSample.slack.request(to: "/slack").with("X-Slack-Request-Timestamp", "soon")

        let found = try await diagnosis(request)

        XCTAssertEqual(
            found.lines[1], "The request cannot be checked: header X-Slack-Request-Timestamp is malformed.")
    }

    func testOtherEncoding_isNamed_bothWays() async throws {
        let signature = try XCTUnwrap(try hub().headers["X-Hub-Signature-256"]).dropFirst(7)
        let base64 = Data([UInt8](hexadecimal: signature) ?? []).base64EncodedString()
        let hex = try XCTUnwrap([UInt8](base64: "rrPuM203SjJkJda62/d7YMGQncfmhJwe3G0wapjQmYs=")).hexadecimal

        let hub = try await diagnosis(try hub().with("X-Hub-Signature-256", "sha256=\(base64)"))
        let shop = try await diagnosis(
            SignedSample.shopify.request(to: "/shop").with("X-Shopify-Hmac-SHA256", hex), Shop.self,
            ["HARK_SHOP_SECRET": "labsecret"])

        XCTAssertEqual(hub.lines.last, "The signature is right, but written as base64 instead of hexadecimal.")
        XCTAssertEqual(shop.lines.last, "The signature is right, but written as hexadecimal instead of base64.")
    }

    func testBareSignature_isNamed() async throws {
        let signature = try XCTUnwrap(try hub().headers["X-Hub-Signature-256"]).dropFirst(7)

        let found = try await diagnosis(try hub().with("X-Hub-Signature-256", String(signature)))

        XCTAssertEqual(found.lines.last, "The signature is right, but bare: “sha256=…” is missing around it.")
    }

    func testOtherForm_isNamed() async throws {
        let hub = try await diagnosis(try hub().with("X-Hub-Signature-256", "sha256=…"))
        let discord = try await diagnosis(
            SignedSample.discord.request(to: "/discord").with("X-Signature-Ed25519", "AAAA+/=="))

        XCTAssertEqual(hub.lines.last, "The header is not “sha256=…” with hexadecimal in it.")
        XCTAssertEqual(discord.lines.last, "The signature is not hexadecimal; it looks like base64.")
    }

    func testOtherHash_isNamed() async throws {
        let sha1 = Verifier(
            "sha1", .signature("X-Hub-Signature-256", algorithm: .hmacSHA1, wrapper: .prefix("sha256=")))

        let found = try await diagnosis(try hub(algorithm: sha1))

        XCTAssertEqual(found.lines, [mismatch, "It is signed with HMAC-SHA1 instead of HMAC-SHA256."])
    }

    func testOtherContent_isNamed() async throws {
        let payload = Verifier("p", .signature("X-Hub-Signature-256", of: "{payload}", wrapper: .prefix("sha256=")))
        let request = Request.delivery("/hub", body: "payload=%7B%7D", type: .urlEncodedForm)

        let found = try await diagnosis(
            try XCTUnwrap(Signer(payload, secret: "new").sign(request, at: TestBot.newYear2026)))

        XCTAssertEqual(found.lines, [mismatch, "The signature is over the form's field payload."])
    }

    func testKeyTakenInAnotherWay_isNamed() async throws {
        let hex = Verifier("h", .signature("X-Hub-Signature-256", key: .hex, wrapper: .prefix("sha256=")))

        let found = try await diagnosis(
            try hub("0123456789abcdef", algorithm: hex), Guarded.self, ["HARK_GUARDED_HUB": "0123456789abcdef"])

        XCTAssertEqual(found.lines, [mismatch, "The sender takes the secret as hexadecimal."])
    }

    func testOldSecretOfAStaleDelivery_isNamed() async throws {
        let sample = SignedSample.slack

        let found = try await diagnosis(
            sample.request(to: "/slack"), Guarded.self, ["HARK_GUARDED_SLACK": "current,\(sample.secret)"],
            at: sample.time + 400)

        XCTAssertEqual(
            found.lines.dropFirst(2),
            [
                "It is signed with an old secret: value 2 of HARK_GUARDED_SLACK.",
                "Apart from that the signature is right.",
            ]
        )
    }

    func testOtherRoutesSecret_isNamed() async throws {
        let hub = try await diagnosis(try hub("the token"))
        let token = try await diagnosis(.delivery("/token", ["X-Token": "old"], body: ""))

        XCTAssertEqual(hub.lines, [mismatch, "It is signed with another secret: HARK_GUARDED_TOKEN."])
        XCTAssertEqual(token.lines.last, "It has another secret: value 2 of HARK_GUARDED_HUB.")
    }

    func testSecretThatTheBotOnceMade_isNamed() async throws {
        let vault = MemoryVault()
        _ = vault.keep("made", for: "HARK_GUARDED_HUB")

        let found = try await diagnosis(try hub("made"), vault: vault)

        XCTAssertEqual(
            found.lines,
            [mismatch, "It is signed with another secret: the one that the bot once made, in “memory”."])
    }

    func testUnknownSecret_isSaidToBeOne() async throws {
        let found = try await diagnosis(try hub("unheard of"))

        XCTAssertEqual(found.lines, [mismatch, "No secret that this bot knows makes this signature over these bytes."])
    }

    func testRouteWithoutProof_takesEverything() async throws {
        let open = try await diagnosis(.delivery("/open", body: ""))
        let unsigned = try await diagnosis(
            .delivery("/hub", body: ""), Guarded.self, ["HARK_GUARDED_HUB": "unsigned"])
        let waiting = try await diagnosis(.delivery("/slack", body: ""), Guarded.self, ["HARK_GUARDED_SLACK": ""])

        XCTAssertEqual([open, unsigned, waiting].map(\.isAccepted), [true, true, false])
        XCTAssertEqual(
            [open, unsigned, waiting].map(\.lines),
            [
                ["The route has no verifier: anybody may call it."],
                ["HARK_GUARDED_HUB is “unsigned”: the route takes every delivery."],
                ["HARK_GUARDED_SLACK is not set: the route answers 503."],
            ]
        )
    }
}

/// A shop's webhooks.
private struct Shop: Plugin {
    static let secret = Setting<Secret>("HARK_SHOP_SECRET", help: "Shopify's.")
    static let manifest = Manifest<Self>(
        name: "shop", summary: "Sells.", settings: [secret],
        routes: [.post(run).verified(by: .shopify, with: \.secret)]
    )

    let secret: Secret

    init(_ context: PluginContext) throws { secret = try context.settings[Self.secret] }

    func run() {}
}

extension Request {
    /// The request as somebody captured it.
    var captured: [UInt8] {
        let fields = headers.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Array("\(method.rawValue) \(target) HTTP/1.1\r\n\(fields)\r\n".utf8) + body
    }
}
