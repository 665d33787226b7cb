import Hark
import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// What tests and `!webhook test` sign passes as what the sender signs.
final class SignerTests: XCTestCase {
    private let publicKeys: Set = ["discord", "sendgrid", "standard webhooks, public key"]

    /// The sample's request as it was before its sender proved anything.
    private func bare(_ sample: SignedSample) -> Request {
        var request = sample.request
        for field in request.headers where field.name != .contentType { request.headers[field.name] = nil }
        request.target = RequestTarget(request.target.path)
        return request
    }

    func testSign_makesWhatTheVerifierTakes_forEveryProvider() throws {
        for sample in SignedSample.all where !publicKeys.contains(sample.name) {
            let signed = try XCTUnwrap(
                Signer(sample.verifier, secret: sample.secret).sign(bare(sample), at: sample.now), sample.name)

            XCTAssertEqual(try sample.verify(signed), 0, sample.name)
            XCTAssertThrowsError(try sample.verify(signed, secrets: ["\(sample.secret.dropLast(5))AAAA="]), sample.name)
        }
    }

    func testSign_makesThePublishedSignature_forEveryProvider() throws {
        let samples: [SignedSample] = [
            .github, .giteaForm, .slack, .stripe, .zoom, .teams, .twilioForm, .trello, .pagerDuty,
            .grafanaWithTimestamp,
        ]

        for sample in samples {
            var request = bare(sample)
            request.target = sample.request.target
            let signed = try XCTUnwrap(Signer(sample.verifier, secret: sample.secret).sign(request, at: sample.now))

            for field in sample.request.headers
            where !["X-GitHub-Event", "X-GitHub-Delivery"].contains(field.name.rawName) {
                XCTAssertEqual(signed.headers[field.name], field.value, "\(sample) \(field.name)")
            }
        }
    }

    func testSign_leavesATokenOfDigitsAText() throws {
        let verifier = Verifier.token(field: "token")
        let request = Request(
            method: .post, target: "/", headers: [.contentType: "application/json"], body: Array("{}".utf8))

        let signed = try XCTUnwrap(Signer(verifier, secret: "007").sign(request, at: SignedSample.github.now))

        XCTAssertEqual(String(decoding: signed.body, as: UTF8.self), #"{"token":"007"}"#)
    }

    func testSign_signsWithPrivateKeys() throws {
        let bytes = (1...32).map { UInt8($0) }
        let keys: [(SignedSample, SigningKey)] = [
            (.discord, .ed25519(seed: bytes)), (.sendGrid, try XCTUnwrap(.newECDSAP256())),
        ]

        for (sample, key) in keys {
            guard case .signature(let scheme) = sample.verifier.proofs[0] else { return XCTFail("no signature") }
            let secret = try XCTUnwrap(key.secret(for: scheme))
            let signed = try XCTUnwrap(Signer(sample.verifier, key: key).sign(bare(sample), at: sample.now))

            XCTAssertEqual(try sample.verify(signed, secrets: [secret]), 0, sample.name)
            XCTAssertThrowsError(try sample.verify(signed), sample.name)
        }
    }

    func testSign_isNil_whenTheKeyCannotMakeIt() {
        for sample: SignedSample in [.discord, .sendGrid] {
            XCTAssertNil(Signer(sample.verifier, secret: sample.secret).sign(bare(sample), at: sample.now), sample.name)
        }
        XCTAssertNil(
            Signer(.clientCertificate, secret: "").sign(bare(.github), at: SignedSample.github.now))
        XCTAssertNil(Signer(.github, key: .ed25519(seed: [])).sign(bare(.github), at: SignedSample.github.now))
    }

    func testNewSecret_isAKeyOf256Bits_ofTheVerifiersKind() throws {
        for sample in SignedSample.all where sample.verifier.issuer == .operator {
            let secrets = [sample.verifier.newSecret(), sample.verifier.newSecret()]

            XCTAssertNotEqual(secrets[0], secrets[1], sample.name)
            XCTAssertTrue(sample.verifier.accepts(secret: secrets[0]), sample.name)
            XCTAssertGreaterThanOrEqual(secrets[0].utf8.count, 43, sample.name)
            XCTAssertEqual(try SecretRing.Content(settingText: secrets[0]), .values([secrets[0]]), sample.name)
        }
    }
}
