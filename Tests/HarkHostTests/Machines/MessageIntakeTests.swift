import HarkStore
import HarkTesting
import XCTest

@testable import HarkHost

/// Which messages of other machines are known.
final class MessageIntakeTests: XCTestCase {
    private let clock = TestClock(at: TestBot.newYear2026)

    private func intake() -> MessageIntake {
        let logger = Logger(label: "hark.test") { _ in SwiftLogNoOpLogHandler() }
        return MessageIntake(ChatLease(clock: clock.reading, logger: logger), clock: clock.reading)
    }

    private func id(_ number: Int64) -> StoredMessageID { StoredMessageID(rawValue: number) }

    func testSearch_passesOverOldMessages_andFindsLaterOnes() {
        let intake = intake()
        let first = [intake.take(id(1)), intake.take(id(3))]
        intake.settle(since: clock.reading.steady)
        let early = intake.settled
        clock.advance(by: .seconds(61))

        let young = intake.take(id(5))
        intake.settle(since: clock.reading.steady)

        XCTAssertEqual(first, [true, true])
        XCTAssertTrue(young)
        XCTAssertNil(early)
        XCTAssertEqual(intake.settled, id(3))
        XCTAssertEqual([1, 2, 3, 5].map { intake.take(id($0)) }, [false, false, false, false])
        XCTAssertEqual([4, 6].map { intake.take(id($0)) }, [true, true])
    }

    func testMessages_areForgotten_whenTheMachineLeavesTheChat() async {
        let intake = intake()
        _ = intake.take(id(1))
        clock.advance(by: .seconds(61))
        intake.settle(since: clock.reading.steady)

        await intake.close()

        XCTAssertNil(intake.settled)
        XCTAssertTrue(intake.take(id(1)))
    }
}
