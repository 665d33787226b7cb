import HarkClient
import HarkHTTP
import XCTest

/// Servers that cannot be had, or break off.
final class FailureTests: XCTestCase {
    func testSend_refusesURLsOfOtherSchemes_withoutShowingThem() async {
        for url in ["file:///etc/passwd", "ftp://example.org/secret", "example.org/secret", "http://a/\r\nsecret"] {
            let error = await makeClient().failure(of: .get(url))

            XCTAssertEqual(error, HTTPClientError(.invalidURL, server: nil), url)
        }
    }

    func testSend_cannotConnect_whenNobodyListens() async throws {
        let port = try RawServer.closedPort()

        let error = await makeClient().failure(of: .get("http://ada:pw@127.0.0.1:\(port)/bot123:secret?t=secret"))

        XCTAssertEqual(error, HTTPClientError(.cannotConnect, server: "http://127.0.0.1:\(port)"))
        XCTAssertEqual(
            error?.description,
            "http://127.0.0.1:\(port) cannot be connected to. Check that it runs, and that this machine may reach it.")
    }

    func testSend_cannotResolve_whenTheHostHasNoAddress() async throws {
        // A name that never exists (RFC 6761, 6.4).
        let error = await makeClient().failure(of: .get("http://nowhere.invalid/secret"))

        XCTAssertEqual(error, HTTPClientError(.cannotResolve, server: "http://nowhere.invalid"))
    }

    func testSend_isInterrupted_whenTheConnectionIsReset() async throws {
        for beginning in ["", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"] {
            let server = try RawServer { connection in
                connection.readHead()
                connection.send(beginning)
                connection.reset()
            }

            let error = await makeClient().failure(of: .post(server.url("/secret"), json: "x"))

            XCTAssertEqual(
                error, HTTPClientError(.interrupted, server: server.url(""), mayHaveArrived: true), beginning)
        }
    }

    func testSend_isInterrupted_whenTheAnswerIsShorterThanAnnounced() async throws {
        let answers = [
            "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "",
        ]
        for answer in answers {
            let server = try RawServer.answering(answer)

            let error = await makeClient().failure(of: .get(server.url()))

            XCTAssertEqual(error?.kind, .interrupted, answer)
            XCTAssertEqual(error?.mayHaveArrived, true, answer)
        }
    }

    func testSend_isMalformed_whenWhatComesIsNotHTTP() async throws {
        let answers = [
            "SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\0\0\0\0\0\r\n\r\n", "HTTP/1.1 abc\r\n\r\n", "HTTP/7.0 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 8\r\n\r\nnot gzip",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        ]
        for answer in answers {
            let server = try RawServer.answering(answer)

            let error = await makeClient().failure(of: .get(server.url()))

            XCTAssertEqual(error?.kind, .malformedResponse, answer)
        }
    }

    func testDescriptions_areSentences_withoutPathAndQuery() {
        let kinds: [HTTPClientError.Kind] = [
            .invalidURL, .cannotResolve, .cannotConnect, .timedOut, .tlsFailed(.wrongName),
            .tlsFailed(.untrustedCertificate(reason: "r")), .tlsFailed(.handshake(reason: "r")),
            .responseTooLong(limit: 5), .malformedResponse, .proxyFailed(status: 407), .proxyFailed(status: nil),
            .interrupted, .cancelled, .failed(reason: "There is none."),
        ]

        for kind in kinds {
            for hasArrived in [true, false] {
                let text = "\(HTTPClientError(kind, server: "https://a.example", mayHaveArrived: hasArrived))"
                XCTAssertTrue(text.hasSuffix(".") && text.contains(". "), text)
                XCTAssertTrue(text.contains("https://a"), text)
            }
        }
    }
}
