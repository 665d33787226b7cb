import XCTest

@testable import HarkHost

final class RateLimiterTests: XCTestCase {
    private let start = ContinuousClock.now
    private let sender = PeerAddress.ipv4(0xC000_0201, port: 1)

    private func admitted(_ limiter: RateLimiter, _ sender: PeerAddress, times: Int, after: Duration = .zero) -> Int {
        (0..<times).count { _ in limiter.admit(sender, at: start + after) == nil }
    }

    func testAdmit_letsABurstOfTheWholeCountPass_andNotOneMore() {
        for count in [1, 2, 3, 7, 60, 1000] {
            let limiter = RateLimiter(RateLimit(count, per: .seconds(60)))

            XCTAssertEqual(admitted(limiter, sender, times: count + 10), count)
        }
    }

    func testAdmit_saysHowLongToWait_andAdmitsExactlyThen() {
        let limiter = RateLimiter(RateLimit(10, per: .seconds(1)))
        _ = admitted(limiter, sender, times: 10)

        XCTAssertEqual(limiter.admit(sender, at: start), .milliseconds(100))
        XCTAssertEqual(limiter.admit(sender, at: start + .milliseconds(40)), .milliseconds(60))
        XCTAssertEqual(limiter.admit(sender, at: start + .nanoseconds(99_999_999)), .nanoseconds(1))
        XCTAssertNil(limiter.admit(sender, at: start + .milliseconds(100)))
        XCTAssertEqual(limiter.admit(sender, at: start + .milliseconds(100)), .milliseconds(100))
    }

    func testAdmit_refillsEvenly_upToTheCount() {
        let limiter = RateLimiter(RateLimit(60, per: .seconds(60)))
        _ = admitted(limiter, sender, times: 60)

        XCTAssertEqual(admitted(limiter, sender, times: 100, after: .seconds(30)), 30)
        XCTAssertEqual(admitted(limiter, sender, times: 100, after: .seconds(90)), 60)
        XCTAssertEqual(admitted(limiter, sender, times: 100, after: .seconds(100_000)), 60)
    }

    func testAdmit_holdsTheRate_overAnyTime() {
        let limiter = RateLimiter(RateLimit(3, per: .seconds(1)))

        let passed = (0..<100_000).count { limiter.admit(sender, at: start + .milliseconds(Int64($0))) == nil }

        XCTAssertEqual(passed, 3 + 299)
    }

    func testAdmit_refusesLonger_whenTheClockGoesBackwards() {
        let limiter = RateLimiter(RateLimit(1, per: .seconds(10)))

        XCTAssertNil(limiter.admit(sender, at: start + .seconds(5)))
        XCTAssertEqual(limiter.admit(sender, at: start), .seconds(15))
        XCTAssertNil(limiter.admit(sender, at: start + .seconds(15)))
    }

    func testAdmit_countsSendersApart() {
        let limiter = RateLimiter(RateLimit(2, per: .seconds(1)))
        let others = [PeerAddress.ipv4(0xC000_0202, port: 1), .ipv6(1, 1, port: 1), .ipv6(2, 1, port: 1), .local]

        XCTAssertEqual(admitted(limiter, sender, times: 100), 2)
        XCTAssertEqual(others.map { admitted(limiter, $0, times: 3) }, [2, 2, 2, 2])
    }

    func testAdmit_countsOneSender_whateverPortAndHalfOfTheAddress() {
        let limiter = RateLimiter(RateLimit(2, per: .seconds(1)))

        let four = (0..<5).count { limiter.admit(.ipv4(0xC000_0201, port: $0), at: start) == nil }
        let six = (0..<5).count { limiter.admit(.ipv6(0x2001_0db8_0000_0000, $0, port: 1), at: start) == nil }

        XCTAssertEqual([four, six], [2, 2])
    }

    func testAdmit_takesAMappedAddressForIPv4() {
        let limiter = RateLimiter(RateLimit(1, per: .seconds(1)))

        XCTAssertNil(limiter.admit(.ipv6(0, 0xffff_c000_0201, port: 1), at: start))
        XCTAssertNil(limiter.admit(.ipv6(0, 0xffff_c000_0202, port: 1), at: start))
        XCTAssertNotNil(limiter.admit(sender, at: start))
    }

    func testAdmit_holdsASiteToSixteenTimesTheRate_andAProviderTo256Times() {
        let limiter = RateLimiter(RateLimit(1, per: .seconds(3600)))
        let site = (0..<10_200).map { PeerAddress.ipv6(0x2001_0db8_0000_0000 | $0, 1, port: 1) }
        let provider = (0..<10_200).map { PeerAddress.ipv6(0x2001_0db9_0000_0000 | $0 << 16, 1, port: 1) }

        let passed = [site, site, provider, provider].map { senders in
            senders.count { limiter.admit($0, at: start) == nil }
        }

        XCTAssertEqual(passed, [16, 0, 256, 0])
    }

    func testAdmit_forgetsNobody_whileTheBucketsOfOthersAreFullAgain() {
        let limiter = RateLimiter(RateLimit(2, per: .seconds(60)), capacity: 100)
        let busy = PeerAddress.ipv4(1, port: 1)
        XCTAssertEqual(admitted(limiter, busy, times: 3, after: .seconds(40)), 2)

        // Each of these has a full bucket again before the next one comes, and `busy` is not heard of for a while.
        let others = (0..<1000).count { index in
            limiter.admit(.ipv4(1000 + index, port: 1), at: start + .seconds(40) + .milliseconds(20 * Int64(index)))
                == nil
        }

        XCTAssertEqual(others, 1000)
        XCTAssertEqual(admitted(limiter, busy, times: 1, after: .seconds(60)), 0)
    }

    func testAdmit_countsAgainstAllOrNone() {
        let limiter = RateLimiter(RateLimit(1, per: .seconds(60)))
        let other = PeerAddress.ipv4(7, port: 1)
        XCTAssertNil(limiter.admit(sender, at: start))

        XCTAssertEqual(limiter.admit([other, sender], at: start), .seconds(60))

        XCTAssertNil(limiter.admit(other, at: start))
    }

    func testAdmit_forgetsTheSenderSeenTheLongestTimeAgo_whenThereAreTooMany() {
        let limiter = RateLimiter(RateLimit(1, per: .seconds(60)), capacity: 2)
        let senders = (1...3).map { PeerAddress.ipv4($0, port: 1) }

        let first = senders.map { limiter.admit($0, at: start) }
        let second = [senders[2], senders[1], senders[0]].map { limiter.admit($0, at: start) }

        XCTAssertEqual(first, [nil, nil, nil])
        XCTAssertEqual(second, [.seconds(60), .seconds(60), nil])
    }
}
