import HarkHTTP
import HarkTLS
import XCTest

@testable import MicroHTTPD

/// Clients that prove who they are, and those that do not, over TLS 1.2 and 1.3.
final class ClientCertificateTests: XCTestCase {
    private var workshop: TLSWorkshop?

    override func setUpWithError() throws {
        let workshop = try TLSWorkshop()
        try workshop.makeAuthority("ours")
        self.workshop = workshop
    }

    override func tearDown() { workshop = nil }

    /// A server that answers what it knows of its client.
    private func server(_ workshop: TLSWorkshop) throws -> TestServer {
        let (identity, authorities) = try (workshop.identity, CertificateAuthorities(pem: workshop.bytes("ours.pem")))
        return try TestServer.handling {
            $0.tls = identity
            $0.clientCertificateAuthorities = authorities
        } _: { request in
            guard let certificate = request.clientCertificate else { return .text("nobody") }
            return .text("\(certificate.subject) \(certificate.names)")
        }
    }

    /// What the server answers a client with this certificate, over either version of TLS.
    private func answers(to client: String?) throws -> Set<String> {
        let workshop = try XCTUnwrap(workshop)
        let server = try server(workshop)
        let presented = client.map { ["--cert", "\($0).pem", "--key", "\($0)-key.pem"] } ?? []
        return try Set(
            ["1.2", "1.3"].map { version in
                let result = try workshop.curl(server, ["--tlsv\(version)", "--tls-max", version] + presented)
                XCTAssertEqual(result.status, 0)
                return result.output
            })
    }

    func testClient_isKnown_byItsAlternativeNames() throws {
        try workshop?.makeClient(
            "good", subject: "/O=Example/CN=alertmanager, \"one\"", by: "ours",
            extensions: [
                "extendedKeyUsage=clientAuth",
                "subjectAltName=IP:10.0.0.1,DNS:a.example,URI:spiffe://example/a,email:a@b.example",
            ])

        XCTAssertEqual(
            try answers(to: "good"),
            [#"CN=alertmanager\, \"one\",O=Example ["a.example", "spiffe://example/a", "a@b.example"]"#])
    }

    func testClient_isKnownByItsCommonName_withoutAlternatives() throws {
        try workshop?.makeClient("plain", subject: "/CN=alertmanager", by: "ours")

        XCTAssertEqual(try answers(to: "plain"), [#"CN=alertmanager ["alertmanager"]"#])
    }

    func testClient_isKnownByItsAlternativeName_withoutASubject() throws {
        try workshop?.makeClient(
            "subjectless", subject: "/", by: "ours",
            extensions: ["extendedKeyUsage=clientAuth", "subjectAltName=critical,URI:spiffe://example/a"])

        XCTAssertEqual(try answers(to: "subjectless"), [#" ["spiffe://example/a"]"#])
    }

    func testClient_isNobody_withoutACertificate() throws {
        XCTAssertEqual(try answers(to: nil), ["nobody"])
    }

    func testClient_isNobody_withACertificateOfAnotherAuthority() throws {
        try workshop?.makeAuthority("theirs")
        try workshop?.makeClient("other", subject: "/CN=alertmanager", by: "theirs")

        XCTAssertEqual(try answers(to: "other"), ["nobody"])
    }

    func testClient_isNobody_withACertificateThatSignedItself() throws {
        try workshop?.makeAuthority("own")

        XCTAssertEqual(try answers(to: "own"), ["nobody"])
    }

    func testClient_isNobody_withAnExpiredCertificate() throws {
        try workshop?.makeClient("expired", subject: "/CN=alertmanager", by: "ours", days: -1)

        XCTAssertEqual(try answers(to: "expired"), ["nobody"])
    }

    func testClient_isNobody_withAServersCertificate() throws {
        try workshop?.makeClient(
            "server", subject: "/CN=alertmanager", by: "ours", extensions: ["extendedKeyUsage=serverAuth"])

        XCTAssertEqual(try answers(to: "server"), ["nobody"])
    }

    func testFingerprint_isThatOfTheWholeCertificate_forEachRequestOfAConnection() throws {
        let workshop = try XCTUnwrap(workshop)
        try workshop.makeClient("good", subject: "/CN=a", by: "ours")
        let (identity, authorities) = try (workshop.identity, CertificateAuthorities(pem: workshop.bytes("ours.pem")))
        let server = try TestServer.handling {
            $0.tls = identity
            $0.clientCertificateAuthorities = authorities
        } _: { request in
            let digits = request.clientCertificate?.fingerprint.map { String(Int($0) + 0x100, radix: 16).suffix(2) }
            return .text("\(digits?.joined(separator: ":").uppercased() ?? "none");")
        }
        guard case .tcp(_, let port) = server.daemon.address else { return XCTFail("not TCP") }

        let again = "https://localhost:\(port)/again"
        let result = try workshop.curl(server, ["--cert", "good.pem", "--key", "good-key.pem", again])
        let printed = try workshop.run("openssl", ["x509", "-in", "good.pem", "-noout", "-fingerprint", "-sha256"])

        let expected = try XCTUnwrap(printed.output.split(separator: "=").last).filter { $0 != "\n" }
        XCTAssertEqual(result.output, "\(expected);\(expected);")
    }

    func testNobodyIsAsked_withoutAuthorities() throws {
        let workshop = try XCTUnwrap(workshop)
        try workshop.makeClient("good", subject: "/CN=a", by: "ours")
        let identity = try workshop.identity
        let server = try TestServer.handling {
            $0.tls = identity
        } _: { request in
            .text("\(request.clientCertificate == nil)")
        }

        let result = try workshop.curl(server, ["--cert", "good.pem", "--key", "good-key.pem"])

        XCTAssertEqual(result.output, "true")
    }

    func testUnusableAuthorities_areErrors() {
        for text in ["", "nonsense", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
            XCTAssertThrowsError(try CertificateAuthorities(pem: Array(text.utf8)), text) { error in
                guard case .noCertificate = error as? TLSError else { return XCTFail("\(error)") }
            }
        }
    }

    func testAuthorities_areAnError_withoutTLS() throws {
        let authorities = try CertificateAuthorities(pem: XCTUnwrap(workshop).bytes("ours.pem"))

        XCTAssertThrowsError(try TestServer.echo { $0.clientCertificateAuthorities = authorities }) { error in
            XCTAssertEqual(
                error as? DaemonError, .invalidConfiguration(reason: "clientCertificateAuthorities needs tls"))
        }
    }
}
