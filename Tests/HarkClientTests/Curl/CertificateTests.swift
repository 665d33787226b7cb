import HarkClient
import HarkHTTP
import HarkTLS
import XCTest

/// Which servers are believed.
final class CertificateTests: XCTestCase {
    func testSend_isAnswered_whenTheAuthorityIsNamed() async throws {
        let (identity, file) = try makeIdentity(.dns("localhost"), .ip([127, 0, 0, 1]))
        let server = try TestServer(identity: identity, host: "localhost")
        addTeardownBlock { await server.stop() }
        let client = makeClient(authoritiesFile: file)

        let texts = [try await client.send(.get(server.base)).text, try await client.send(.get(server.base)).text]

        XCTAssertEqual(texts, ["GET /", "GET /"])
        XCTAssertEqual(server.connectionCount, 1)
    }

    func testSend_fails_whenNobodyVouchesForTheCertificate() async throws {
        let (identity, _) = try makeIdentity(.dns("localhost"))
        let server = try TestServer(identity: identity, host: "localhost")
        addTeardownBlock { await server.stop() }

        let error = await makeClient().failure(of: .get("\(server.base)/secret"))

        guard case .tlsFailed(.untrustedCertificate(let reason)) = error?.kind else {
            return XCTFail("\(String(describing: error))")
        }
        XCTAssertEqual(error?.mayHaveArrived, false)
        XCTAssertFalse(reason.isEmpty)
        XCTAssertFalse(reason.contains("secret"), reason)
        XCTAssertEqual(server.requests.all.count, 0)
    }

    func testSend_fails_whenTheCertificateIsForAnotherName() async throws {
        let (identity, file) = try makeIdentity(.dns("other.example.org"))
        let server = try TestServer(identity: identity, host: "localhost")
        addTeardownBlock { await server.stop() }

        let error = await makeClient(authoritiesFile: file).failure(of: .get(server.base))

        XCTAssertEqual(error, HTTPClientError(.tlsFailed(.wrongName), server: server.base))
        XCTAssertEqual(server.requests.all.count, 0)
    }

    func testSend_fails_whenTheOtherEndSpeaksNoTLS() async throws {
        let server = try RawServer { connection in
            connection.send("HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.waitForEnd()
        }

        let error = await makeClient().failure(of: .get(server.url(scheme: "https")))

        guard case .tlsFailed(.handshake) = error?.kind else { return XCTFail("\(String(describing: error))") }
        XCTAssertEqual(error?.mayHaveArrived, false)
    }

    func testSend_fails_whenTheFileOfAuthoritiesIsMissing() async throws {
        let (identity, _) = try makeIdentity(.dns("localhost"))
        let server = try TestServer(identity: identity, host: "localhost")
        addTeardownBlock { await server.stop() }

        let error = await makeClient(authoritiesFile: "/nowhere/ca.pem").failure(of: .get(server.base))

        guard case .tlsFailed = error?.kind else { return XCTFail("\(String(describing: error))") }
    }
}
