import HTTPTypes
import HarkHTTP
import HarkVerification
import XCTest

final class PlacesTests: XCTestCase {
    func testHeaderNames_areThoseOfProofsIdentifiersTimestampsAndEvents() {
        XCTAssertEqual(
            Verifier.github.headerNames, ["X-Hub-Signature-256", "X-GitHub-Delivery", "X-GitHub-Event"])
        XCTAssertEqual(
            Verifier.standardWebhooks.headerNames,
            [
                "webhook-id", "webhook-signature", "webhook-timestamp", "svix-id", "svix-signature", "svix-timestamp",
            ])
        XCTAssertEqual(Verifier.basic.headerNames, ["Authorization"])
    }

    func testTokenPlace_isKnown_whenTheSenderSendsTheSecretItself() throws {
        XCTAssertEqual(Proof.token(.field("token"), prefix: "").tokenPlace, .field("token"))
        XCTAssertEqual(Proof.basic.tokenPlace, .header("Authorization"))
        XCTAssertNil(try XCTUnwrap(Verifier.github.proofs.first).tokenPlace)
        XCTAssertNil(Proof.clientCertificate(names: []).tokenPlace)
    }

    func testProof_isPresent_whateverItsValue() {
        let signed = Request(method: .post, target: "/hook", headers: [.authorization: "none"])
        var certified = Request(method: .post, target: "/hook")
        certified.clientCertificate = ClientCertificate(subject: "CN=a", names: [], fingerprint: [])

        XCTAssertTrue(Verifier.basic.hasProof(in: SignedRequest(signed)))
        XCTAssertFalse(Verifier.github.hasProof(in: SignedRequest(signed)))
        XCTAssertTrue(Verifier.clientCertificate.hasProof(in: SignedRequest(certified)))
        XCTAssertFalse(Verifier.clientCertificate.hasProof(in: SignedRequest(signed)))
    }
}
