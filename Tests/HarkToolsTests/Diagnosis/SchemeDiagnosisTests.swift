import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost
@testable import HarkTools

/// What `hark verify` finds about senders that sign in another way.
final class SchemeDiagnosisTests: XCTestCase {
    private let mismatch =
        "It does not pass the verifier “github”: the signature in header X-Hub-Signature-256 does not match."

    func testOtherEncoding_isNamed_bothWays() async throws {
        let signature = try XCTUnwrap(try Request.hub().headers["X-Hub-Signature-256"]).dropFirst(7)
        let base64 = Data([UInt8](hexadecimal: signature.utf8.span) ?? []).base64EncodedString()
        let hex = try XCTUnwrap([UInt8](base64: "rrPuM203SjJkJda62/d7YMGQncfmhJwe3G0wapjQmYs=")).hexadecimal

        let hub = try await TrustBot.diagnosis(of: try Request.hub().with("X-Hub-Signature-256", "sha256=\(base64)"))
        let shop = try await TrustBot.diagnosis(
            of: SignedSample.shopify.request(to: "/shop").with("X-Shopify-Hmac-SHA256", hex), Shop.self,
            ["HARK_SHOP_SECRET": "labsecret"])

        XCTAssertEqual(hub.lines.last, "The signature is right, but written as base64 instead of hexadecimal.")
        XCTAssertEqual(shop.lines.last, "The signature is right, but written as hexadecimal instead of base64.")
    }

    func testBareSignature_isNamed() async throws {
        let signature = try XCTUnwrap(try Request.hub().headers["X-Hub-Signature-256"]).dropFirst(7)

        let found = try await TrustBot.diagnosis(of: try Request.hub().with("X-Hub-Signature-256", String(signature)))

        XCTAssertEqual(found.lines.last, "The signature is right, but bare: “sha256=…” is missing around it.")
    }

    func testOtherForm_isNamed() async throws {
        let hub = try await TrustBot.diagnosis(of: try Request.hub().with("X-Hub-Signature-256", "sha256=…"))
        let base64 = String(repeating: "A", count: 86) + "=="
        let discord = try await TrustBot.diagnosis(
            of: SignedSample.discord.request(to: "/discord").with("X-Signature-Ed25519", base64))
        let bare = try await TrustBot.diagnosis(
            of: try Request.hub().with("X-Hub-Signature-256", String(repeating: "A", count: 43) + "="))

        XCTAssertEqual(hub.lines.last, "The header is not “sha256=…” with hexadecimal in it.")
        XCTAssertEqual(discord.lines.last, "The signature is not hexadecimal; it looks like base64.")
        XCTAssertEqual(
            bare.lines.last, "The signature looks like base64, and “sha256=…” with hexadecimal in it is wanted.")
    }

    func testOtherHash_isNamed() async throws {
        let sha1 = Verifier(
            "sha1", .signature("X-Hub-Signature-256", algorithm: .hmacSHA1, wrapper: .prefix("sha256=")))

        let found = try await TrustBot.diagnosis(of: try .hub(by: sha1))

        XCTAssertEqual(found.lines, [mismatch, "It is signed with HMAC-SHA1 instead of HMAC-SHA256."])
    }

    func testOtherContent_isNamed() async throws {
        let payload = Verifier("p", .signature("X-Hub-Signature-256", of: "{payload}", wrapper: .prefix("sha256=")))
        let request = Request.delivery("/hub", body: "payload=%7B%7D", type: .urlEncodedForm)

        let found = try await TrustBot.diagnosis(
            of: try XCTUnwrap(Signer(payload, secret: "new").sign(request, at: TestBot.newYear2026)))

        XCTAssertEqual(found.lines, [mismatch, "The signature is over the form's field payload."])
    }

    func testKeyTakenInAnotherWay_isNamed() async throws {
        let hex = Verifier("h", .signature("X-Hub-Signature-256", key: .hex, wrapper: .prefix("sha256=")))

        let found = try await TrustBot.diagnosis(
            of: try .hub("0123456789abcdef", by: hex), SecretProbe.self, ["HARK_SECRETPROBE_HUB": "0123456789abcdef"])

        XCTAssertEqual(found.lines, [mismatch, "The sender takes the secret as hexadecimal."])
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
