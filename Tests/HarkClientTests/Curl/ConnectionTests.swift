import HTTPTypes
import HarkClient
import HarkHTTP
import XCTest

/// How connections are used, and how requests on them end before their answers.
final class ConnectionTests: XCTestCase {
    func testSend_usesAConnectionAgain() async throws {
        let server = try TestServer()
        addTeardownBlock { await server.stop() }
        let client = makeClient()

        for _ in 1...3 { _ = try await client.send(.get(server.base)) }

        XCTAssertEqual(server.requests.all.count, 3)
        XCTAssertEqual(server.connectionCount, 1)
    }

    func testSend_sendsOnlyAnIdempotentRequestAnew_whenAKeptConnectionCloses() async throws {
        for (method, isRepeated) in [(HTTPRequest.Method.get, true), (.put, true), (.post, false), (.patch, false)] {
            let server = try RawServer { connection in
                connection.readHead()
                connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                connection.readHead()
            }
            let client = makeClient()
            _ = try await client.send(.get(server.url()))

            let result = await client.result(of: ClientRequest(method, server.url(), body: [65]))

            XCTAssertEqual(server.heads.all.count, isRepeated ? 3 : 2, "\(method)")
            switch result {
            case .success(let response): XCTAssertEqual([isRepeated, response.status == .ok], [true, true])
            case .failure(let error):
                XCTAssertFalse(isRepeated, "\(method)")
                XCTAssertEqual(error, HTTPClientError(.interrupted, server: server.url(""), mayHaveArrived: true))
            }
        }
    }

    func testSend_answersFiftyAtATime() async throws {
        let server = try TestServer()
        addTeardownBlock { await server.stop() }
        let (client, base) = (makeClient(), server.base)

        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 1...50 { group.addTask { try await client.send(.get("\(base)/\(number)")).text } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }

        XCTAssertEqual(texts, Set((1...50).map { "GET /\($0)" }))
    }

    func testCancellation_endsTheRequest_andClosesItsConnection() async throws {
        let server = try RawServer.silent()
        let (client, url) = (makeClient(), server.url())
        let task = Task { await client.failure(of: .get(url)) }
        _ = await server.heads.all(atLeast: 1)

        task.cancel()
        let error = await task.value

        XCTAssertEqual(error?.kind, .cancelled)
        XCTAssertEqual(error?.mayHaveArrived, true)
        let ends = await server.ends.all(atLeast: 1)
        XCTAssertEqual(ends, [true])
    }

    func testCancellation_leavesOtherRequestsAlone() async throws {
        let (silent, server) = (try RawServer.silent(), try TestServer())
        addTeardownBlock { await server.stop() }
        let (client, url) = (makeClient(), silent.url())
        let task = Task { await client.failure(of: .get(url)) }
        _ = await silent.heads.all(atLeast: 1)

        async let response = client.send(.get(server.base))
        task.cancel()

        let (error, text) = (await task.value, try await response.text)
        XCTAssertEqual(error?.kind, .cancelled)
        XCTAssertEqual(text, "GET /")
    }

    func testSend_isCancelled_whenItsTaskIsAlready() async throws {
        let server = try RawServer.silent()
        let (client, url) = (makeClient(), server.url())

        let task = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return await client.failure(of: .get(url))
        }
        let error = await task.value

        XCTAssertEqual(error?.kind, .cancelled)
        XCTAssertEqual(error?.mayHaveArrived, false)
        XCTAssertEqual(server.heads.all, [])
    }

    func testShutDown_cancelsWhatIsInFlight_andClosesEveryConnection() async throws {
        let server = try RawServer.silent()
        let (client, url) = (makeClient(), server.url())
        let tasks = (1...5).map { _ in Task { await client.failure(of: .get(url)) } }
        _ = await server.heads.all(atLeast: 5)

        await client.shutDown()
        var kinds: [HTTPClientError.Kind?] = []
        for task in tasks { kinds.append(await task.value?.kind) }

        XCTAssertEqual(kinds, Array(repeating: .cancelled, count: 5))
        let ends = await server.ends.all(atLeast: 5)
        XCTAssertEqual(ends, Array(repeating: true, count: 5))
        let late = await client.failure(of: .get(url))
        XCTAssertEqual(late?.kind, .cancelled)
    }

    func testShutDown_returns_whenThereWasNoRequest_orItIsCalledAgain() async {
        let client = makeClient()

        await client.shutDown()
        await client.shutDown()

        let late = await client.failure(of: .get("http://127.0.0.1/"))
        XCTAssertEqual(late?.kind, .cancelled)
    }

    func testClient_closesItsConnections_whenNobodyHoldsIt() async throws {
        let server = try RawServer { connection in
            connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            connection.waitForEnd()
        }

        _ = try await HTTPClient().send(.get(server.url()))

        let ends = await server.ends.all(atLeast: 1)
        XCTAssertEqual(ends, [true])
    }
}
