import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

final class RoomQueueTests: XCTestCase {
    func testSend_isSent_whenTheNetworkTakesIt() async throws {
        let room = QueuedRoom()

        let receipt = try await room.queue().send("hi", patience: .seconds(3))

        XCTAssertEqual(receipt, .sent("1"))
    }

    func testSend_throws_whatWillNotPass() async {
        let room = QueuedRoom([ChatError(.noSuchRoom, "There is no #ops.")])
        let queue = room.queue()

        do {
            _ = try await queue.send("hi", patience: .seconds(3))
            XCTFail("it was sent")
        } catch {
            XCTAssertEqual(error, ChatError(.noSuchRoom, "There is no #ops."))
        }
        XCTAssertEqual(queue.count, 0)
    }

    func testMessages_keepTheirOrder_whenOneHasToBeSentAgain() async throws {
        let room = QueuedRoom([.broken])
        let queue = room.queue()

        let first = try await queue.send("one", patience: .zero)
        _ = try await queue.send("two", patience: .zero)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: .seconds(1))
        await room.wait(for: 2)

        XCTAssertEqual(first, .queued)
        XCTAssertEqual(room.said.all, ["one", "two"])
        XCTAssertEqual(room.keys.all[0], room.keys.all[1], "a message is sent again with another key")
    }

    func testQueue_waitsAsLongAsTheNetworkSays() async throws {
        let busy = ChatError(.rateLimited(retryAfter: .milliseconds(2345)), "Too much.")
        let room = QueuedRoom([busy])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        queue.wake()
        room.clock.advance(by: .milliseconds(2344))
        let early = room.said.all
        room.clock.advance(by: .milliseconds(1))
        await room.wait(for: 1)

        XCTAssertEqual(room.clock.sleeps, [.milliseconds(2345)])
        XCTAssertEqual(early, [])
    }

    func testQueue_triesAtOnce_whenTheNetworkIsConnectedAgain() async throws {
        let room = QueuedRoom([.broken])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        while room.said.all.isEmpty {
            queue.wake()
            await Task.yield()
        }

        XCTAssertEqual(room.said.all, ["one"])
    }

    func testQueue_keepsThePaceOfTheNetwork() async throws {
        let room = QueuedRoom([], NetworkCapabilities(pace: Pace(burst: 2, interval: .seconds(1))))
        let queue = room.queue()

        for number in 1...4 { _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero) }
        await room.clock.sleepsBegun(1)
        let atOnce = room.said.all.count
        room.clock.advance(by: .seconds(1))
        await room.clock.sleepsBegun(2)
        let afterOneSecond = room.said.all.count
        room.clock.advance(by: .seconds(1))
        await room.wait(for: 4)

        XCTAssertEqual([atOnce, afterOneSecond], [2, 3])
        XCTAssertEqual(room.clock.sleeps, [.seconds(1), .seconds(1)])
        XCTAssertEqual(room.said.all, ["1", "2", "3", "4"])
    }

    func testAnswer_isLeftOut_whenItHasWaitedForTooLong() async throws {
        let room = QueuedRoom([.broken])
        let queue = room.queue()

        _ = try queue.enqueue(QueuedMessage("late"), isAnswer: true, patience: .zero)
        _ = try queue.enqueue(QueuedMessage("news"), patience: .zero)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: RoomBacklog.longestAnswerAge + .seconds(1))
        await room.wait(for: 1)

        XCTAssertEqual(room.said.all, ["news"])
    }

    func testRooms_shareThePaceOfTheirNetwork() async throws {
        let room = QueuedRoom([], NetworkCapabilities())
        let pace = NetworkPace(Pace(burst: 2, interval: .seconds(1)))
        let queues = [room.queue(pace), room.queue(pace), room.queue(pace)]

        for queue in queues { _ = try await queue.send("hi", patience: .zero) }
        await room.wait(for: 2)
        await room.clock.sleepsBegun(1)
        let atOnce = room.said.all.count
        room.clock.advance(by: .seconds(1))
        await room.wait(for: 3)

        XCTAssertEqual(atOnce, 2)
    }

    func testRooms_shareAPace_whereTheNetworkCountsThemAsOne() async throws {
        let pace = RoomPace(of: UntrustedText("-1001"), Pace(burst: 2, interval: .seconds(4)))
        let room = QueuedRoom()
        let topics = (1...3).map { _ in room.queue(NetworkPace(nil), pace) }

        for topic in topics { _ = try await topic.send("hi", patience: .zero) }
        await room.wait(for: 2)
        await room.clock.sleepsBegun(1)
        let early = room.said.all.count
        room.clock.advance(by: .seconds(4))
        await room.wait(for: 3)

        XCTAssertEqual(early, 2)
    }

    func testRooms_waitTogether_whenTheNetworkAsksOneOfThem() async throws {
        let room = QueuedRoom([ChatError(.rateLimited(retryAfter: .seconds(7)), "Too fast.")])
        let pace = NetworkPace(Pace(burst: 50, interval: .milliseconds(20)))

        _ = try await room.queue(pace).send("first", patience: .zero)
        await room.clock.sleepsBegun(1)
        _ = try await room.queue(pace).send("second", patience: .zero)
        await room.clock.sleepsBegun(2)
        let early = room.said.all
        room.clock.advance(by: .seconds(8))
        await room.wait(for: 2)

        XCTAssertEqual(early, [])
    }

    func testRoom_isNotHeld_whenNothingWaitsAnyMore() async throws {
        let room = QueuedRoom([.broken, ChatError(.refused, "No.")])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        let isHeld = queue.isHeld
        room.clock.advance(by: .seconds(1))
        while queue.count > 0 { await Task.yield() }
        await queue.rest()

        XCTAssertTrue(isHeld)
        XCTAssertFalse(queue.isHeld)
    }

    func testQueue_isBounded_andSaysHowMuchItLeftOut() async throws {
        let room = QueuedRoom([.broken])
        let queue = room.queue()

        for number in 1...RoomBacklog.mostMessages + 5 {
            _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero)
        }
        await room.clock.sleepsBegun(1)
        let waiting = queue.count
        room.clock.advance(by: .seconds(1))
        await room.wait(for: RoomBacklog.mostMessages + 1)

        XCTAssertEqual(waiting, RoomBacklog.mostMessages)
        XCTAssertTrue(
            room.said.all.contains(
                "5 messages were left out here since 00:00 UTC, because this room could not be reached; "
                    + "the last 1000 follow."), "\(room.said.all.prefix(3))")
        XCTAssertEqual(room.said.all.last, "1005")
    }

    func testQueue_saysTheLastOnes_afterALongHold() async throws {
        let room = QueuedRoom([.broken])
        let queue = room.queue()

        for number in 1...30 { _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero) }
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: RoomBacklog.longestHold + .seconds(1))
        await room.wait(for: RoomBacklog.tail + 1)

        XCTAssertEqual(
            room.said.all,
            [
                "20 messages were left out here since 00:00 UTC, because this room could not be reached; "
                    + "the last 10 follow."
            ] + (21...30).map(String.init))
    }

    func testQueue_leavesNothingOut_whileTheNetworkTakesItSlowly() async throws {
        let room = QueuedRoom([], NetworkCapabilities(pace: Pace(burst: 1, interval: .seconds(60))))
        let queue = room.queue()

        for number in 1...30 { _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero) }
        for count in 1..<30 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        await room.wait(for: 30)

        XCTAssertEqual(room.said.all, (1...30).map(String.init))
    }

    func testQueue_keepsItsMessages_whileTheTokenLacksSomething() async throws {
        let room = QueuedRoom([ChatError(.unauthorized, "The token lacks a scope.")])
        let queue = room.queue()

        let receipt = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: .seconds(1))
        await room.wait(for: 1)

        XCTAssertEqual(receipt, .queued)
    }

    func testQueue_pauses_whenTheNetworkNamesATimeThatHasCome() async throws {
        let room = QueuedRoom([ChatError(.rateLimited(retryAfter: .zero), "Too much.")])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)

        XCTAssertGreaterThan(room.clock.sleeps[0], .milliseconds(400))
        queue.close(ChatError(.refused, "The test is over."))
    }

    func testClose_refusesWhatWaits_andWhatComes() async throws {
        let room = QueuedRoom([.broken])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        let closed = queue.close(ChatError(.unauthorized, "The token was revoked."))

        XCTAssertEqual(closed.dropped, 1)
        do {
            _ = try await queue.send("two", patience: .zero)
            XCTFail("it was taken")
        } catch {
            XCTAssertEqual(error.kind, .unauthorized)
        }
    }
}
