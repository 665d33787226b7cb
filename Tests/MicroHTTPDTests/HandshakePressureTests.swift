import Foundation
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class HandshakePressureTests: XCTestCase {
    private let busy = Source(.ipv4(1, port: 0))
    private let calm = Source(.ipv4(2, port: 0))

    private func time(_ milliseconds: UInt64) -> MonotonicTime { MonotonicTime(milliseconds: 1_000_000 + milliseconds) }

    /// Opens a connection of the busy source each millisecond, with others waiting.
    private func flood(_ pressure: inout HandshakePressure, _ range: Range<UInt64>) -> [Bool] {
        range.map { pressure.admits(busy, hasNoShare: false, othersWait: true, at: time($0)) }
    }

    func testEveryConnection_isServed_whileNobodyWaitsForLong() {
        var pressure = HandshakePressure(at: time(0))

        let served = (0..<1000).map { pressure.admits(busy, hasNoShare: false, othersWait: $0 % 50 != 0, at: time($0)) }

        XCTAssertFalse(served.contains(false))
    }

    func testBusySource_isTurnedAway_andCalmOneIsNot_whenOthersHaveWaited() {
        var pressure = HandshakePressure(at: time(0))

        let served = flood(&pressure, 0..<200)

        XCTAssertFalse(served.prefix(101).contains(false))
        XCTAssertFalse(served.dropFirst(101).contains(true))
        XCTAssertTrue(pressure.admits(calm, hasNoShare: false, othersWait: true, at: time(200)))
        XCTAssertTrue(pressure.admits(busy, hasNoShare: true, othersWait: true, at: time(200)))
    }

    func testEverySourceWithAShare_isTurnedAway_whenOthersHaveWaitedForLong() {
        var pressure = HandshakePressure(at: time(0))
        _ = flood(&pressure, 0..<501)

        XCTAssertFalse(pressure.admits(calm, hasNoShare: false, othersWait: true, at: time(501)))
        XCTAssertTrue(pressure.admits(busy, hasNoShare: true, othersWait: true, at: time(501)))
    }

    func testSources_areServedAgain_onceNobodyWaits() {
        var pressure = HandshakePressure(at: time(0))
        _ = flood(&pressure, 0..<300)

        XCTAssertTrue(pressure.admits(busy, hasNoShare: false, othersWait: false, at: time(300)))
        XCTAssertTrue(pressure.admits(busy, hasNoShare: false, othersWait: true, at: time(301)))
    }

    func testManySources_areNotCountedWithoutBound() {
        var pressure = HandshakePressure(at: time(0))
        for number in 0..<UInt32(HandshakePressure.sourceLimit) {
            let source = Source(.ipv4(number + 10, port: 0))
            XCTAssertTrue(pressure.admits(source, hasNoShare: false, othersWait: true, at: time(1)))
        }

        XCTAssertFalse(pressure.admits(busy, hasNoShare: false, othersWait: true, at: time(200)))
    }
}
