import HarkEvents
import HarkTLS
import XCTest

@testable import XMPPPlugin

/// The published examples (RFC 5802, 5; RFC 7677, 3).
final class SCRAMTests: XCTestCase {
    private func answer(_ scram: inout SCRAM, _ challenge: String) throws -> String? {
        let hashing = try scram.receive(challenge)
        return scram.answer(with: try XCTUnwrap(hashing).run())
    }

    func testExampleOfSHA1() throws {
        var scram = SCRAM(.sha1, user: "user", password: Secret("pencil"), nonce: "fyko+d2lbbFgONRv9qkxdawL")

        XCTAssertEqual(scram.first, "n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL")
        XCTAssertEqual(
            try answer(&scram, "r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"),
            "c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=")
        try scram.verify("v=rmF9pqV8S7suAoZWja4dJRkFsKQ=")
        XCTAssertTrue(scram.isVerified)
    }

    func testExampleOfSHA256() throws {
        var scram = SCRAM(.sha256, user: "user", password: Secret("pencil"), nonce: "rOprNGfwEbeRWgbNEkqO")

        XCTAssertEqual(
            try answer(
                &scram,
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"),
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        )
        try scram.verify("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
        XCTAssertTrue(scram.isVerified)
    }

    func testServer_thatDoesNotKnowThePassword_isAnImpostor() throws {
        for proof in ["v=AAAAaqV8S7suAoZWja4dJRkFsKQ=", "v=", "", "e=other-error"] {
            var scram = SCRAM(.sha1, user: "user", password: Secret("pencil"), nonce: "abc")
            _ = try answer(&scram, "r=abcdef,s=QSXCR+Q6sek8bf92,i=4096")

            XCTAssertThrowsError(try scram.verify(proof)) { XCTAssertEqual($0 as? SCRAM.Failure, .impostor) }
        }
    }

    func testChallenges_thatAreNone_areRefused() {
        for challenge in [
            "", "r=abc,s=QSXCR+Q6sek8bf92,i=4096", "r=xyzabc,s=QSXCR+Q6sek8bf92,i=4096", "r=abcd,s=,i=4096",
            "r=abcd,s=QSXCR+Q6sek8bf92,i=0", "r=abcd,s=QSXCR+Q6sek8bf92,i=-1", "m=x,r=abcd,s=QSXCR+Q6sek8bf92,i=4096",
            "r=abcd,s=QSXCR+Q6sek8bf92,i=99999999", "r=abcd,s=QSXCR+Q6sek8bf92,i=4095",
            "r=abcd,s=QSXCR+Q6sek8bf92,i=500001",
        ] {
            var scram = SCRAM(.sha1, user: "user", password: Secret("pencil"), nonce: "abc")
            XCTAssertThrowsError(try scram.receive(challenge), challenge)
        }
    }

    func testNames_areEscaped() {
        XCTAssertEqual(SCRAM(.sha1, user: "a=b,c", password: Secret("x"), nonce: "n").first, "n,,n=a=3Db=2Cc,r=n")
    }
}
