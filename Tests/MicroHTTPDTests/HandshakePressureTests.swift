import Foundation
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class HandshakePressureTests: XCTestCase {
    private let busy = Source(.ipv4(1, port: 0))
    private let calm = Source(.ipv4(2, port: 0))

    private func time(_ milliseconds: UInt64) -> MonotonicTime { MonotonicTime(milliseconds: 1_000_000 + milliseconds) }

    private typealias Verdict = HandshakePressure.Verdict

    /// Opens a connection of the busy source each millisecond, with others waiting.
    private func flood(_ pressure: inout HandshakePressure, _ range: Range<UInt64>) -> [Verdict] {
        range.map { pressure.verdict(on: busy, hasNoShare: false, othersWait: true, at: time($0)) }
    }

    /// What is done for the next connection of each kind, with others waiting.
    private func verdicts(_ pressure: inout HandshakePressure, at milliseconds: UInt64) -> [Verdict] {
        [(busy, false), (calm, false), (busy, true)].map { source, hasNoShare in
            pressure.verdict(on: source, hasNoShare: hasNoShare, othersWait: true, at: time(milliseconds))
        }
    }

    func testEveryConnection_isServed_whileNobodyWaitsForLong() {
        var pressure = HandshakePressure(at: time(0))

        let verdicts = (0..<1000).map { time in
            pressure.verdict(on: busy, hasNoShare: false, othersWait: time % 50 != 0, at: self.time(time))
        }

        XCTAssertEqual(Set(verdicts), [.serve])
    }

    func testBusySource_isChallenged_andCalmOneIsNot_whenOthersHaveWaited() {
        var pressure = HandshakePressure(at: time(0))

        let flooded = flood(&pressure, 0..<200)

        XCTAssertEqual(Set(flooded.prefix(51)), [.serve])
        XCTAssertEqual(Set(flooded.dropFirst(51)), [.challenge])
        XCTAssertEqual(verdicts(&pressure, at: 200), [.challenge, .serve, .serve])
    }

    func testEverySourceWithAShare_isChallenged_whenOthersHaveWaitedForLong() {
        var pressure = HandshakePressure(at: time(0))
        _ = flood(&pressure, 0..<501)

        XCTAssertEqual(verdicts(&pressure, at: 501), [.challenge, .challenge, .serve])
    }

    func testBusySource_isTurnedAway_whenChallengesDoNotHelp() {
        var pressure = HandshakePressure(at: time(0))
        _ = flood(&pressure, 0..<2050)

        XCTAssertEqual(verdicts(&pressure, at: 2050), [.turnAway, .challenge, .serve])
    }

    func testSources_areServedAgain_onceNobodyWaits() {
        var pressure = HandshakePressure(at: time(0))
        _ = flood(&pressure, 0..<300)

        XCTAssertEqual(pressure.verdict(on: busy, hasNoShare: false, othersWait: false, at: time(300)), .serve)
        XCTAssertEqual(verdicts(&pressure, at: 301), [.serve, .serve, .serve])
    }

    func testManySources_areNotCountedWithoutBound() {
        var pressure = HandshakePressure(at: time(0))
        for number in 0..<UInt32(HandshakePressure.sourceLimit) {
            let source = Source(.ipv4(number + 10, port: 0))
            _ = pressure.verdict(on: source, hasNoShare: false, othersWait: true, at: time(1))
        }

        XCTAssertEqual(verdicts(&pressure, at: 200), [.challenge, .challenge, .serve])
    }

    func testConnections_areServed_whenTheyComeTogetherAfterAPause() {
        var pressure = HandshakePressure(at: time(0))
        _ = flood(&pressure, 0..<300)

        XCTAssertEqual(verdicts(&pressure, at: 5000), [.serve, .serve, .serve])
    }

    /// An honest client behind hundreds of first messages of its own address, which no one follows up.
    func testHonestHandshake_succeeds_whenItIsChallenged() throws {
        let workshop = try TLSWorkshop()
        let identity = try workshop.identity
        let server = try TestServer.echo {
            $0.tls = identity
            $0.threads = 1
        }
        guard case .tcp(_, let port) = server.daemon.address else { return XCTFail("not TCP") }
        guard try workshop.run("python3", ["-c", ""]).status == 0 else { throw XCTSkip("python3 is not installed.") }
        let script = """
            import socket, ssl
            context = ssl.create_default_context(cafile="cert.pem")
            incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
            try: context.wrap_bio(incoming, outgoing, server_hostname="localhost").do_handshake()
            except ssl.SSLWantReadError: pass
            hello, held = outgoing.read(), []
            for _ in range(500):
                held.append(socket.create_connection(("127.0.0.1", \(port)), 10))
                held[-1].sendall(hello)
                if len(held) > 500: held.pop(0)
            stream = context.wrap_socket(socket.create_connection(("127.0.0.1", \(port)), 10), \
            server_hostname="localhost")
            stream.sendall(b"GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
            print(stream.recv(100).decode())
            """

        let (status, output) = try workshop.run("python3", ["-c", script])

        XCTAssertEqual(status, 0)
        XCTAssertTrue(output.hasPrefix("HTTP/1.1 200 "), output)
    }
}
