import Foundation
import HTTPTypes
import HarkClient
import HarkHTTP
import XCTest

final class HTTPClientTests: XCTestCase {
    func testSend_returnsStatusHeadersAndBody() async throws {
        let server = try TestServer { _ in
            Response.text("not here", status: .notFound).with(.retryAfter, "7")
        }
        addTeardownBlock { await server.stop() }

        let response = try await makeClient().send(.get("\(server.base)/x?y=1"))

        XCTAssertEqual(response.status, .notFound)
        XCTAssertEqual(response.status.reasonPhrase, "Not Found")
        XCTAssertEqual(response.headers[.retryAfter], "7")
        XCTAssertEqual(response.text, "not here")
    }

    func testSend_sendsMethodPathFieldsAndBody() async throws {
        let server = try TestServer()
        addTeardownBlock { await server.stop() }
        let headers: HTTPFields = [.authorization: "Bearer t", .userAgent: "", .contentType: "text/x"]

        let response = try await makeClient().send(
            ClientRequest(.patch, "\(server.base)/a/../b%2Fc?d=%20#e", headers: headers, body: [0, 255, 13, 10]))

        let request = try XCTUnwrap(server.requests.all.first)
        XCTAssertEqual(response.text, "PATCH /a/../b%2Fc?d=%20")
        XCTAssertEqual(request.body, [0, 255, 13, 10])
        XCTAssertEqual(request.headers[.authorization], "Bearer t")
        XCTAssertEqual(request.headers[.contentType], "text/x")
        XCTAssertEqual(request.headers[.userAgent], "")
        XCTAssertNil(request.headers[.expect])
    }

    func testSend_saysWhoItIs_andNoContentType_unlessTold() async throws {
        let server = try TestServer()
        addTeardownBlock { await server.stop() }
        let client = HTTPClient(HTTPClientConfiguration(userAgent: "hark/1.2.3"))

        for method in [HTTPRequest.Method.post, .put, .delete, .options] {
            _ = try await client.send(ClientRequest(method, server.base, body: method == .post ? [1] : []))
        }
        await client.shutDown()

        let requests = server.requests.all
        XCTAssertEqual(requests.map(\.method), [.post, .put, .delete, .options])
        XCTAssertEqual(requests.map { $0.headers[.userAgent] }, Array(repeating: "hark/1.2.3", count: 4))
        XCTAssertEqual(requests.map { $0.headers[.contentType] }, [nil, nil, nil, nil])
        XCTAssertEqual(requests.map { $0.headers[.contentLength] }, ["1", "0", nil, nil])
    }

    func testSend_leavesFramingToTheClient() async throws {
        let server = try TestServer()
        addTeardownBlock { await server.stop() }
        let headers: HTTPFields = [.contentLength: "99", .transferEncoding: "chunked", .expect: "100-continue"]

        let response = try await makeClient().send(
            ClientRequest(.post, server.base, headers: headers, body: Array(repeating: 65, count: 1_000_000)))

        let request = try XCTUnwrap(server.requests.all.first)
        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(request.headers[.contentLength], "1000000")
        XCTAssertNil(request.headers[.transferEncoding])
        XCTAssertNil(request.headers[.expect])
    }

    func testSend_returnsNoBody_forHead() async throws {
        let server = try TestServer()
        addTeardownBlock { await server.stop() }

        let response = try await makeClient().send(ClientRequest(.head, "\(server.base)/x"))

        XCTAssertEqual(response.body, [])
        XCTAssertEqual(response.headers[.contentLength], "7")
    }

    func testSend_returnsARedirect_andDoesNotFollowIt() async throws {
        let server = try TestServer { _ in .redirect(to: "/elsewhere", status: .found) }
        addTeardownBlock { await server.stop() }

        let response = try await makeClient().send(.get(server.base))

        XCTAssertEqual(response.status, .found)
        XCTAssertEqual(response.headers[.location], "/elsewhere")
        XCTAssertEqual(server.requests.all.count, 1)
    }

    func testSend_returnsTheLastOfSeveralResponses_withoutTheTrailers() async throws {
        let server = try RawServer.answering(
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 Very  Well\r\nTransfer-Encoding: chunked\r\n"
                + "X: 1\r\nX: é\r\nnot a name: 1\r\n\r\n3\r\nabc\r\n0\r\nY: 2\r\n\r\n")

        let response = try await makeClient().send(.get(server.url()))

        XCTAssertEqual(response.status.reasonPhrase, "Very  Well")
        XCTAssertEqual(response.text, "abc")
        XCTAssertEqual(
            response.headers.map { "\($0.name.rawName): \($0.value)" }, ["Transfer-Encoding: chunked", "X: 1", "X: é"])
    }

    func testPost_sendsJSON_andJSONIsRead() async throws {
        let server = try TestServer { .bytes($0.body, contentType: $0.headers[.contentType] ?? "") }
        addTeardownBlock { await server.stop() }

        let response = try await makeClient().send(.post(server.base, json: ["a": [1, 2]]))

        XCTAssertEqual(response.headers[.contentType], "application/json")
        XCTAssertEqual(try response.json(as: [String: [Int]].self), ["a": [1, 2]])
    }

    func testSend_goesToTheUnixSocket_whateverTheHost() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).sock").path
        let server = try TestServer(socket: path)
        let client = HTTPClient(HTTPClientConfiguration(unixSocket: path))
        addTeardownBlock { await client.shutDown() }

        let response = try await client.send(.get("http://bot.invalid/x"))
        await server.stop()
        let error = await client.failure(of: .get("http://bot.invalid/x"))

        XCTAssertEqual(response.text, "GET /x")
        XCTAssertEqual(error, HTTPClientError(.cannotConnect, server: "http://bot.invalid"))
    }

    func testUnavailable_failsWithItsReason() async throws {
        let error = await HTTPClient.unavailable("There is no network here.").failure(
            of: .get("https://example.org/secret"))

        XCTAssertEqual(
            error, HTTPClientError(.failed(reason: "There is no network here."), server: "https://example.org"))
    }
}
