import HarkHTTP
import HarkVerification
import TestSupport
import XCTest

/// Every provider's own way to sign, with signatures that were not made by this project's code.
final class ProviderTests: XCTestCase {
    func testVerify_passes_forWhatEveryProviderSends() {
        for sample in SignedSample.all {
            XCTAssertEqual(try sample.verify(), 0, sample.name)
        }
    }

    func testCheckHead_passes_forWhatEveryProviderSends() {
        for sample in SignedSample.all {
            var head = sample.request
            head.body = []

            XCTAssertNoThrow(
                try sample.verifier.checkHead(SignedRequest(head), secrets: [sample.secret], now: sample.now),
                sample.name)
        }
    }

    func testVerify_fails_withAnotherSecret() {
        for sample in SignedSample.all {
            let other = sample.secret.dropLast(5) + "AAAA="

            XCTAssertThrowsError(try sample.verify(secrets: [String(other), "another", ""]), sample.name)
        }
    }

    func testVerify_fails_forEveryOtherProvidersRequest() {
        let senders = SignedSample.all.filter { $0.secret.count > 10 }

        for sample in senders {
            for other in senders where other.secret != sample.secret {
                XCTAssertThrowsError(try sample.verify(other.request), "\(sample) took \(other)")
            }
        }
    }

    func testVerify_takesBothHashes_ofAVerifierOfOnesOwn() throws {
        let codes: [(SignatureScheme.Algorithm, String)] = [
            (
                .hmacSHA384,
                "552327eab30d12a0025baa458eaeba1b9b329117b997c9fe100cb62fd54f3bd9c55e91f00dac0eaa462319e189d15c19"
            ),
            (
                .hmacSHA512,
                "6ae5a08257882feb17f80ebb449480716a161f1999ffcf2565c1185c3eb4adf5"
                    + "1895790952ffc8356f2bc20899e623b6965bd3b9e3270090f47138095859ce44"
            ),
        ]

        let indices = try codes.map { algorithm, code in
            let verifier = Verifier("acme", .signature("X-Acme", algorithm: algorithm))
            let request = Request.delivery("/hook", ["X-Acme": code], body: "hello")
            return try verifier.verify(request, secrets: ["acme"], at: SignedSample.github.now)
        }

        XCTAssertEqual(indices, [0, 0])
    }

    func testClientCertificate_passes_whenItIsMadeOutToAWantedName() throws {
        var request = Request.delivery("/hook", body: "{}")
        request.clientCertificate = ClientCertificate(
            subject: "CN=alerts", names: ["Alerts.example.org"], fingerprint: [])
        let verifiers: [Verifier] = [.clientCertificate, .clientCertificate(named: ["a.test", "alerts.EXAMPLE.org"])]

        let indices = try verifiers.map {
            try $0.verify(request, secrets: [], at: SignedSample.github.now)
        }

        XCTAssertEqual(indices, [0, 0])
    }

    func testClientCertificate_fails_whenThereIsNone_orItHasAnotherName() {
        let plain = Request.delivery("/hook", body: "{}")
        var other = plain
        other.clientCertificate = ClientCertificate(
            subject: "CN=alerts", names: ["alerts.example.org.test", "x.alerts.example.org"], fingerprint: [])

        for (verifier, request) in [
            (Verifier.clientCertificate, plain), (.clientCertificate(named: ["alerts.example.org"]), plain),
            (.clientCertificate(named: ["alerts.example.org"]), other), (.clientCertificate(named: [""]), other),
        ] {
            XCTAssertThrowsError(
                try verifier.verify(SignedRequest(request), secrets: [""], now: SignedSample.github.now))
        }
    }
}

extension SignedSample {
    /// Which secret makes the sample's request pass, or another request in its place.
    func verify(_ request: Request? = nil, secrets: [String]? = nil) throws -> Int {
        try verifier.verify(request ?? self.request, secrets: secrets ?? [secret], at: now)
    }
}
