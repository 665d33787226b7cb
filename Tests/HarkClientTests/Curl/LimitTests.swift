import Foundation
import HTTPTypes
import HarkClient
import XCTest

/// Answers that are too long or too slow.
final class LimitTests: XCTestCase {
    private static let chunk = [UInt8](repeating: 65, count: 65536)

    func testSend_cutsALongAnswerOff_early() async throws {
        let sent = Recorder<Int>()
        let server = try RawServer { connection in
            connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            var count = 0
            while count < 100 << 20, connection.send(Self.chunk) { count += Self.chunk.count }
            sent.record(count)
        }
        var request = ClientRequest.get(server.url())
        request.responseLimit = 100_000

        let error = await makeClient().failure(of: request)

        XCTAssertEqual(error?.kind, .responseTooLong(limit: 100_000))
        XCTAssertEqual(error?.mayHaveArrived, true)
        let counts = await sent.all(atLeast: 1)
        XCTAssertEqual(counts.map { $0 < 50 << 20 }, [true], "\(counts)")
    }

    func testSend_takesAnAnswerOfJustTheLimit() async throws {
        let server = try RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12345")
        var request = ClientRequest.get(server.url())

        request.responseLimit = 5
        let response = try await makeClient().send(request)
        request.responseLimit = 4
        let error = await makeClient().failure(of: request)

        XCTAssertEqual(response.text, "12345")
        XCTAssertEqual(error?.kind, .responseTooLong(limit: 4))
    }

    func testSend_decodesGzip_andDropsTheFieldsOfTheCoding() async throws {
        let packed = try gzip("printf hello")
        let server = try RawServer { connection in
            connection.readHead()
            connection.send(
                "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\nX: 1\r\n\r\n")
            connection.send(packed)
        }

        let response = try await makeClient().send(.get(server.url()))

        XCTAssertEqual(response.text, "hello")
        XCTAssertEqual(response.headers.map(\.name.rawName), ["X"])
        XCTAssertEqual(server.heads.all.first?.contains("\r\nAccept-Encoding: "), true)
    }

    func testSend_boundsWhatGzipUnpacksTo() async throws {
        let bomb = try gzip("head -c 200000000 /dev/zero")
        let server = try RawServer { connection in
            connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n")
            connection.send(bomb)
        }

        let error = await makeClient().failure(of: .get(server.url()))

        XCTAssertLessThan(bomb.count, 1 << 20)
        XCTAssertEqual(error?.kind, .responseTooLong(limit: 1 << 20))
    }

    func testSend_endsWithTheHeaderLimit_whenTheHeaderSectionDoesNotEnd() async throws {
        for line in ["X: \(String(repeating: "a", count: 1000))\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n"] {
            let server = try RawServer { connection in
                connection.readHead()
                connection.send("HTTP/1.1 \(line.hasPrefix("X") ? "200 OK" : "103 A")\r\n")
                if !line.hasPrefix("X") { connection.send("\r\n") }
                while connection.send(line) {}
            }

            let error = await makeClient().failure(of: .get(server.url()))

            XCTAssertEqual(error?.kind, .responseTooLong(limit: 64 << 10), line)
        }
    }

    func testSend_endsWithTheHeaderLimit_whenOneLineDoesNotEnd() async throws {
        let server = try RawServer { connection in
            connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nX: ")
            while connection.send(Self.chunk) {}
        }

        let error = await makeClient().failure(of: .get(server.url()))

        XCTAssertEqual(error?.kind, .responseTooLong(limit: 64 << 10))
    }

    func testSend_endsWithTheHeaderLimit_whenTheTrailersDoNotEnd() async throws {
        let server = try RawServer { connection in
            connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n")
            while connection.send("X: \(String(repeating: "a", count: 1000))\r\n") {}
        }

        let error = await makeClient().failure(of: .get(server.url()))

        XCTAssertEqual(error?.kind, .responseTooLong(limit: 64 << 10))
    }

    func testSend_timesOut_nearItsLimit_whenTheServerIsSilent() async throws {
        let server = try RawServer.silent()
        var request = ClientRequest.get(server.url())
        request.timeout = .milliseconds(300)
        let client = makeClient()
        let start = ContinuousClock.now

        let error = await client.failure(of: request)

        let time = start.duration(to: .now)
        XCTAssertEqual(error?.kind, .timedOut)
        XCTAssertEqual(error?.mayHaveArrived, true)
        XCTAssertGreaterThanOrEqual(time, .milliseconds(290))
        XCTAssertLessThan(time, .seconds(5))
        let ends = await server.ends.all(atLeast: 1)
        XCTAssertEqual(ends, [true])
    }

    func testSend_timesOut_whenTheAnswerTrickles() async throws {
        let server = try RawServer { connection in
            connection.readHead()
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome")
            connection.waitForEnd()
        }
        var request = ClientRequest.get(server.url())
        request.timeout = .milliseconds(300)

        let error = await makeClient().failure(of: request)

        XCTAssertEqual(error?.kind, .timedOut)
    }

    func testSend_timesOutWhileConnecting_whenTLSIsNotAnswered() async throws {
        let server = try RawServer { $0.waitForEnd() }
        var request = ClientRequest.get(server.url(scheme: "https"))
        request.connectTimeout = .milliseconds(200)

        let error = await makeClient().failure(of: request)

        XCTAssertEqual(error?.kind, .timedOut)
        XCTAssertEqual(error?.mayHaveArrived, false)
    }

    /// What a shell command prints, packed.
    private func gzip(_ command: String) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "\(command) | gzip"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return Array(data)
    }
}
