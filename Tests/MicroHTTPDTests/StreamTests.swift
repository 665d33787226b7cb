import HTTPTypes
import HarkHTTP
import Synchronization
import XCTest

@testable import MicroHTTPD

final class StreamTests: XCTestCase {
    private struct Broken: Error {}

    /// Hands out chunks of the given size and counts how many it was asked for.
    private final class Source: AsyncSequence, Sendable {
        typealias Element = [UInt8]
        let asked = Mutex(0)
        let ended = Recorder<Bool>()
        private let produce: @Sendable (Int) async throws -> [UInt8]?

        init(_ produce: @escaping @Sendable (Int) async throws -> [UInt8]?) { self.produce = produce }

        struct Iterator: AsyncIteratorProtocol {
            let source: Source

            mutating func next() async throws -> [UInt8]? {
                let number = source.asked.withLock { asked in
                    asked += 1
                    return asked
                }
                return try await withTaskCancellationHandler { [source] in
                    try await source.produce(number)
                } onCancel: { [source] in
                    source.ended.record(true)
                }
            }
        }

        func makeAsyncIterator() -> Iterator { Iterator(source: self) }
    }

    private func server(_ source: Source, _ configure: (inout DaemonConfiguration) -> Void = { _ in }) throws
        -> TestServer
    {
        try TestServer.handling(configure) { _ in Response(body: .stream(ByteStream(source))) }
    }

    func testStream_isChunked_andTheConnectionKept() throws {
        let server = try server(Source { $0 <= 3 ? Array("part \($0);".utf8) : nil })
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try client.response()

        XCTAssertEqual(response["transfer-encoding"], "chunked")
        XCTAssertEqual(response.text, "part 1;part 2;part 3;")
    }

    func testStream_endsWithTheConnection_forHTTP10() throws {
        let server = try server(Source { $0 <= 2 ? Array("\($0)".utf8) : nil })
        let client = try server.client()

        client.send("GET / HTTP/1.0\r\n\r\n")
        let text = String(decoding: try client.readToEnd(), as: UTF8.self)

        XCTAssertTrue(text.hasSuffix("\r\n\r\n12"), text)
    }

    func testStream_isSent_whileItsProducerWaits() throws {
        let server = try server(
            Source { number in
                try await Task.sleep(for: .milliseconds(5))
                return number <= 5 ? Array("\(number)".utf8) : nil
            })
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let first = try client.response()

        XCTAssertEqual(first.text, "12345")
    }

    func testLargeChunks_arriveWhole() throws {
        let server = try server(Source { $0 <= 4 ? [UInt8](repeating: UInt8($0), count: 100_000) : nil })
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let response = try client.response()

        XCTAssertEqual(response.body, (1...4).flatMap { [UInt8](repeating: $0, count: 100_000) })
    }

    func testProducer_isNotAskedAhead_whenTheClientDoesNotRead() async throws {
        let source = Source { _ in [UInt8](repeating: 1, count: 1 << 20) }
        let server = try server(source)
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.readHead()
        var asked = 0
        // Quiet for a while: the buffers of the two sockets are full, and the producer is left alone.
        while asked != source.asked.withLock({ $0 }) {
            asked = source.asked.withLock { $0 }
            try await Task.sleep(for: .milliseconds(100))
        }

        XCTAssertLessThan(asked, 32)
    }

    func testConnection_isCut_whenTheProducerFails() async throws {
        let server = try server(
            Source { number in
                if number == 2 { throw Broken() }
                return Array("first".utf8)
            })
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let text = String(decoding: try client.readToEnd(), as: UTF8.self)
        let reported = try await server.events.first { if case .streamFailed = $0 { true } else { nil } }

        XCTAssertTrue(text.contains("first"), text)
        XCTAssertFalse(text.hasSuffix("0\r\n\r\n"), text)
        XCTAssertEqual(reported, true)
    }

    func testProducer_isCancelled_whenTheClientLeaves() async throws {
        let source = Source { number in
            if number > 1 { try await Task.sleep(for: .seconds(60)) }
            return Array("first".utf8)
        }
        let server = try server(source)
        var client: RawClient? = try server.client()

        client?.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client?.readHead()
        client = nil
        let ended = try await source.ended.first { $0 }

        XCTAssertEqual(ended, true)
    }

    func testHeadOfStream_hasNoContent_andAsksForNone() throws {
        let source = Source { _ in nil }
        let server = try server(source)
        let client = try server.client()

        client.send("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n")
        let head = try client.response(toHead: true)
        let rest = try client.readToEnd()

        XCTAssertEqual(head.status, 200)
        XCTAssertEqual(rest, [])
        XCTAssertEqual(source.asked.withLock { $0 }, 0)
    }

    func testConnection_isCut_whenTheClientStopsReading() async throws {
        let source = Source { _ in [UInt8](repeating: 1, count: 1 << 20) }
        let server = try server(source) { $0.sendTimeout = .milliseconds(200) }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let expired = try await server.events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }

        XCTAssertEqual(expired, .answer)
        _ = client
    }
}
