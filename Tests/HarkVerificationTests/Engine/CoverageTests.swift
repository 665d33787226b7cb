import Foundation
import HTTPTypes
import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// What a signature does not cover, and what is no key for it, is not taken for signed.
final class CoverageTests: XCTestCase {
    func testVerify_fails_whenAFormHasFilesBesideTheSignedFields() {
        let sample = SignedSample.twilioForm
        let fields = ["CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234"]
            .merging(["From": "+14158675309", "To": "+18005551212"]) { $1 }
        let parts = fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0)\"\r\n\r\n\($1)\r\n" }.joined()
        let file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nunsigned\r\n"
        let request = { (body: String) in
            sample.request.with("Content-Type", "multipart/form-data; boundary=b").with(body: Array(body.utf8))
        }

        XCTAssertNoThrow(try sample.verify(request("\(parts)--b--\r\n")))
        XCTAssertThrowsError(try sample.verify(request("\(parts)\(file)--b--\r\n")))
    }

    func testVerify_holds_whateverTextIsInASignedForm() throws {
        let marks = String(repeating: "\u{301}", count: 40)
        let payload = Array(#"{"title":"e\#(marks)"}"#.utf8)
        let encoded = FormFields([.init("payload", String(decoding: payload, as: UTF8.self))]).urlEncoded
        let proof = try XCTUnwrap(Verifier.gitea.proofs.first)
        guard case .signature(let scheme) = proof else { return XCTFail("\(proof)") }
        let signature = try XCTUnwrap(SigningKey.shared("hunter2").signature(over: [payload], scheme))
        let request = Request(
            method: .post, target: "/gitea",
            headers: [.contentType: "application/x-www-form-urlencoded"], body: Array(encoded.utf8)
        ).with("X-Gitea-Signature", signature.hexadecimal)

        XCTAssertNoThrow(try Verifier.gitea.verify(SignedRequest(request), secrets: ["hunter2"], now: Date()))
    }

    func testVerify_fails_whenAFormHasFieldsBesideTheSignedPayload() {
        let sample = SignedSample.giteaForm

        for extra in ["&evil=1", "&payload=%7B%7D"] {
            let request = sample.request.with(body: sample.request.body + Array(extra.utf8))

            XCTAssertThrowsError(try sample.verify(request), extra)
        }
    }

    func testVerify_fails_whenTheSignedHashIsOfAnotherBody() {
        let sample = SignedSample.twilioJSON

        for body in ["", "{}", #"{"CallSid":"CA1234567890ABCDE"} "#] {
            XCTAssertThrowsError(try sample.verify(sample.request.with(body: Array(body.utf8))), body) {
                XCTAssertEqual($0 as? VerificationError, .malformed("query field bodySHA256"))
            }
        }
    }

    func testVerify_takesAURLWithAndWithoutItsPort() {
        let sample = SignedSample.twilioForm

        for base in ["https://mycompany.com", "https://mycompany.com:443", "https://mycompany.com:8443"] {
            var request = sample.request
            request.baseURL = base

            XCTAssertNoThrow(try sample.verify(request), base)
        }
        for base in ["http://mycompany.com", "https://mycompany.com.", "https://mycompany.com/hooks", nil] {
            var request = sample.request
            request.baseURL = base

            XCTAssertThrowsError(try sample.verify(request), base ?? "no URL")
        }
    }

    func testVerify_fails_whenASenderSignsWithThePublicKeyAsASecret() {
        let sample = SignedSample.standardPublicKey
        let forged = sample.request.with("webhook-signature", "v1,ov8VOluDXY2Wo3ZUbIxuUYntREBz2le8wFFDvkWpPIY=")

        XCTAssertThrowsError(try sample.verify(forged))
    }

    func testVerify_fails_forAPublicKeyWithoutItsPrefix() {
        let sample = SignedSample.standardPublicKey

        XCTAssertThrowsError(try sample.verify(secrets: [String(sample.secret.dropFirst(5))]))
    }

    func testVerify_fails_whenTheSecretIsEmpty() {
        let requests: [(Verifier, Request)] = [
            (.telegram, .delivery("/hook", ["X-Telegram-Bot-Api-Secret-Token": ""], body: "{}")),
            (.bearer, .delivery("/hook", ["Authorization": "Bearer "], body: "{}")),
            (.token(query: "key"), .delivery("/hook?key=", body: "{}")),
            (.mattermost, .delivery("/hook", body: #"{"token":""}"#)),
            (.basic, .delivery("/hook", ["Authorization": "Basic YTo="], body: "{}")),
            (.basic, .delivery("/hook", ["Authorization": "Basic Og=="], body: "{}")),
        ]

        for (verifier, request) in requests {
            XCTAssertThrowsError(
                try verifier.verify(SignedRequest(request), secrets: [""], now: SignedSample.github.now), verifier.name)
            XCTAssertFalse(verifier.accepts(secret: ""), verifier.name)
        }
    }

    func testAccepts_isForKeysOfTheRightKind() {
        let keys: [(Verifier, right: [String], wrong: [String])] = [
            (.discord, [SignedSample.discord.secret, SignedSample.discord.secret.uppercased()], ["no hex", "d75a"]),
            (.sendGrid, [SignedSample.sendGrid.secret], ["MFkw", SignedSample.discord.secret]),
            (.teams, [SignedSample.teams.secret, "AAAA"], ["not base64!", "A"]),
            (
                .standardWebhooks, ["whsec_AAAA", "AAAA", SignedSample.standardPublicKey.secret],
                ["whsec_", "whpk_AAAA"]
            ),
            (.github, ["x", "whsec_!"], [""]),
        ]

        for (verifier, right, wrong) in keys {
            XCTAssertEqual(right.filter { !verifier.accepts(secret: $0) }, [], verifier.name)
            XCTAssertEqual(wrong.filter { verifier.accepts(secret: $0) }, [], verifier.name)
        }
    }
}
