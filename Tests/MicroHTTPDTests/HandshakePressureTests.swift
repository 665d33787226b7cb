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
}
