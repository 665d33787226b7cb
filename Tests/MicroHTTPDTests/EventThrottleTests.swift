import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class EventThrottleTests: XCTestCase {
    private func time(_ milliseconds: UInt64) -> MonotonicTime { MonotonicTime(milliseconds: 1_000_000 + milliseconds) }

    private func describe(_ events: [DaemonEvent]) -> [String] {
        events.map { event in
            switch event {
            case .refused: "refused"
            case .expired: "expired"
            case .suppressed(let count): "suppressed \(count)"
            case .degraded: "degraded"
            default: "other"
            }
        }
    }

    func testEventsOfAKind_areHeldBack_beyondTwentyASecond_andCounted() {
        var throttle = EventThrottle()
        let refused = DaemonEvent.refused(status: .badRequest, reason: "", peer: .local)

        let passed = (0..<50).flatMap { _ in throttle.events(for: refused, at: time(0)) }
        let others = [DaemonEvent.expired(phase: .head, peer: .local), .degraded(reason: "")]
            .flatMap { throttle.events(for: $0, at: time(1)) }
        let early = throttle.overdue(at: time(999))
        let late = throttle.events(for: refused, at: time(1000))

        XCTAssertEqual(describe(passed), [String](repeating: "refused", count: 20))
        XCTAssertEqual(describe(others), ["expired", "degraded"])
        XCTAssertEqual(describe(early), [])
        XCTAssertEqual(describe(late), ["suppressed 30", "refused"])
    }

    func testCount_isReported_thoughNoOtherEventComes() {
        var throttle = EventThrottle()
        let abandoned = DaemonEvent.abandoned(peer: .local)
        for _ in 0..<25 { _ = throttle.events(for: abandoned, at: time(0)) }

        XCTAssertEqual(describe(throttle.overdue(at: time(1000))), ["suppressed 5"])
        XCTAssertEqual(describe(throttle.overdue(at: time(3000))), [])
    }
}
