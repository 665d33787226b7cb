import HarkStore
import HarkTesting
import XCTest

@testable import HarkHost

/// Which messages of other machines are known.
final class MessageIntakeTests: XCTestCase {
    private let clock = TestClock(at: TestBot.newYear2026)

    private let logger = Logger(label: "hark.test") { _ in SwiftLogNoOpLogHandler() }

    private func intake() -> MessageIntake {
        MessageIntake(ChatLease(clock: clock.reading, logger: logger), clock: clock.reading)
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

    func testMessage_isNotAdmitted_whenItMayHaveBeenRestoredMeanwhile() async throws {
        let store = SharedStore("alpha", try await SharedStore.Common(clock))
        let lease = ChatLease(clock: clock.reading, logger: logger)
        lease.share()
        let holding = Task { try await lease.run(store, .seconds(50)) { try await Task.sleep(for: .seconds(3600)) } }
        while !lease.isHeld { await Task.yield() }
        let intake = MessageIntake(lease, clock: clock.reading)
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        intake.setSearch {
            begins.yield()
            for await _ in ended { break }
        }
        intake.open()

        // The machine stores a message, and takes the chat over before that has found what others stored.
        let message = id(1)
        async let admitted = intake.admits(message)
        for await _ in begun { break }
        async let closed: Void = intake.close()
        while intake.isOpen { await Task.yield() }
        end.yield()
        await closed
        intake.open()

        let isAdmitted = await admitted
        XCTAssertFalse(isAdmitted)
        holding.cancel()
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
