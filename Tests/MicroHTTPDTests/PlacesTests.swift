import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

/// Which connection gives way to a new one.
final class PlacesTests: XCTestCase {
    private static let start = MonotonicTime(milliseconds: 1_000_000)

    private func registry(_ configure: (inout DaemonConfiguration) -> Void) -> ConnectionRegistry {
        var configuration = DaemonConfiguration()
        configure(&configuration)
        return ConnectionRegistry(PlaceLimits(configuration, connections: configuration.connectionLimit))
    }

    /// A connection that was accepted so many milliseconds after the start. It has no socket that could be ended.
    private func watch(
        from address: UInt32, at milliseconds: UInt64, hasNoShare: Bool = false, isEncrypted: Bool = false
    ) -> ConnectionWatch {
        let now = Self.start + MonotonicTime.Interval(milliseconds: milliseconds)
        return ConnectionWatch(
            socket: -1, peer: .ipv4(address, port: UInt16(truncatingIfNeeded: milliseconds)), headDeadline: now,
            now: now,
            hasNoShare: hasNoShare, isEncrypted: isEncrypted)
    }

    func testLongestWaitingConnection_ofTheSameAddress_givesWay_overTheShare() {
        let registry = registry { $0.perAddressLimit = 2 }
        let (other, first, second) = (watch(from: 9, at: 0), watch(from: 1, at: 1), watch(from: 1, at: 2))
        for watch in [other, second, first] { XCTAssertTrue(registry.insert(watch)) }

        XCTAssertTrue(registry.insert(watch(from: 1, at: 3)))

        XCTAssertEqual([other, first, second].map(\.isCut), [false, true, false])
        XCTAssertEqual(registry.takeTallies().displaced.count, 1)
    }

    func testConnectionThatWasCut_countsNoMore_beforeItIsClosed() {
        let registry = registry { $0.perAddressLimit = 2 }
        let watches = (0..<4).map { watch(from: 1, at: $0) }

        for watch in watches { XCTAssertTrue(registry.insert(watch)) }

        XCTAssertEqual(watches.map(\.isCut), [true, true, false, false])
    }

    func testProvenConnections_ofOneAddress_stay_whileAnotherHasUnprovenOnes() {
        let registry = registry {
            $0.connectionLimit = 4
            $0.perAddressLimit = 0
        }
        let proven = (0..<2).map { watch(from: 1, at: $0) }
        for watch in proven {
            watch.prove()
            watch.waitForRequest(from: Self.start, until: Self.start)
        }
        let silent = [watch(from: 2, at: 2), watch(from: 3, at: 3)]
        for watch in proven + silent { _ = registry.insert(watch) }

        XCTAssertTrue(registry.insert(watch(from: 4, at: 4)))

        XCTAssertEqual((proven + silent).map(\.isCut), [false, false, true, false])
    }

    func testProvenConnection_givesWay_afterEveryUnprovenOne() {
        let registry = registry { $0.perAddressLimit = 2 }
        let (proven, unproven) = (watch(from: 1, at: 0), watch(from: 1, at: 1))
        proven.prove()
        proven.waitForRequest(from: Self.start, until: Self.start)
        for watch in [proven, unproven] { _ = registry.insert(watch) }
        let third = watch(from: 1, at: 2)
        third.prove()

        XCTAssertTrue(registry.insert(third))
        XCTAssertEqual([proven, unproven].map(\.isCut), [false, true])
        XCTAssertTrue(registry.insert(watch(from: 1, at: 3)))
        XCTAssertEqual([proven, third].map(\.isCut), [true, false])
    }

    func testConnectionThatIsAnswered_givesWay_afterThoseThatWaitForTheirClient() {
        let registry = registry { $0.perAddressLimit = 3 }
        let (waiting, sending, reading) = (watch(from: 1, at: 0), watch(from: 1, at: 1), watch(from: 1, at: 2))
        waiting.enter(.waiting)
        sending.enter(.sending)
        reading.enter(.body)
        for watch in [waiting, sending, reading] { _ = registry.insert(watch) }
        let running = (3..<6).map { watch(from: 1, at: $0) }
        for watch in running { watch.enter(.running) }

        let admitted = running.map { registry.insert($0) }

        XCTAssertEqual(admitted, [true, true, true])
        XCTAssertEqual([waiting, sending, reading].map(\.isCut), [true, true, true])
        XCTAssertFalse(registry.insert(watch(from: 1, at: 7)), "a thread runs the handler of each")
        XCTAssertEqual(registry.takeTallies().turnedAway.count, 1)
    }

    func testAddressWithMostConnections_givesWay_whenAllPlacesAreTaken() {
        let registry = registry { $0.connectionLimit = 4 }
        let lone = watch(from: 9, at: 0)
        let many = (1..<4).map { watch(from: 1, at: $0) }
        for watch in [lone] + many { _ = registry.insert(watch) }

        XCTAssertTrue(registry.insert(watch(from: 5, at: 5)))

        XCTAssertEqual(([lone] + many).map(\.isCut), [false, true, false, false])
    }

    func testIPv6Addresses_ofOneNetwork_areOneSource() {
        let peers = [PeerAddress.ipv6(1, 1, port: 1), .ipv6(1, 2, port: 2), .ipv6(2, 1, port: 1)]

        XCTAssertEqual(Set(peers.map(Source.init)).count, 2)
    }

    func testProxy_hasNoShare_andDoesNotGiveWayToStrangers() {
        let registry = registry {
            $0.connectionLimit = 8
            $0.perAddressLimit = 2
        }
        let proxied = (0..<8).map { watch(from: 1, at: $0, hasNoShare: true) }
        for watch in proxied { XCTAssertTrue(registry.insert(watch)) }

        XCTAssertTrue(registry.insert(watch(from: 2, at: 9)), "there is some slack")
        XCTAssertEqual(proxied.count(where: \.isCut), 0)
        XCTAssertTrue(registry.insert(watch(from: 1, at: 10, hasNoShare: true)))
        XCTAssertEqual(proxied.count(where: \.isCut), 0, "the stranger went")
        XCTAssertTrue(registry.insert(watch(from: 1, at: 11, hasNoShare: true)))
        XCTAssertEqual(proxied.map(\.isCut), [true] + [Bool](repeating: false, count: 7))
    }

    func testConnections_areTurnedAway_beyondTheSlack() {
        let registry = registry { $0.connectionLimit = 8 }
        let answered = (0..<24).map { watch(from: 1, at: $0) }
        for watch in answered { watch.enter(.running) }

        let admitted = (answered + [watch(from: 2, at: 25)]).map { registry.insert($0) }

        XCTAssertEqual(admitted, [Bool](repeating: true, count: 24) + [false])
    }

    func testHandshakes_areBounded_forAnAddressAndForAll() {
        let registry = registry {
            $0.perAddressHandshakeLimit = 2
            $0.handshakeLimit = 3
        }
        let begun = watch(from: 1, at: 0, isEncrypted: true)
        begun.begin()
        let own = (1..<4).map { watch(from: 1, at: $0, isEncrypted: true) }
        let others = (4..<6).map { watch(from: UInt32($0), at: $0, isEncrypted: true) }

        for watch in [begun] + own + others { XCTAssertTrue(registry.insert(watch)) }

        XCTAssertEqual(own.map(\.isCut), [true, true, false])
        XCTAssertEqual((others + [begun]).map(\.isCut), [false, false, false])
    }

    func testSilentConnections_doNotKeepOthersWaiting() async throws {
        let server = try TestServer.echo {
            $0.connectionLimit = 40
            $0.perAddressLimit = 30
        }
        let silent = try (0..<100).map { _ in try server.client() }
        let start = ContinuousClock.now

        // While those that gave way are being closed, a newcomer may be turned away.
        var status: Int?
        while status != 200, ContinuousClock.now - start < .seconds(5) {
            let client = try server.client()
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            status = try? client.response().status
        }

        XCTAssertEqual(status, 200)
        XCTAssertEqual(try silent[0].readToEnd(), [])
        let peer = try await server.events.first { event in
            if case .displaced(_, .head, let peer) = event { peer } else { nil }
        }
        XCTAssertEqual(peer?.description, "127.0.0.1")
    }

    func testProvenConnection_survivesAFlood() throws {
        let server = try TestServer {
            $0.perAddressLimit = 10
        } admit: { _ in
            var admission = Admission { _ in .text("proven") }
            admission.provesSender = true
            return admission
        }
        let client = try server.client()
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try client.response()

        let silent = try (0..<50).map { _ in try server.client() }
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")

        XCTAssertEqual(try client.response().status, 200)
        XCTAssertEqual(silent.count, 50)
    }
}
