import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

final class RoomQueueTests: XCTestCase {
    /// A room that is spoken to through a queue: how it takes each message is given in order, then it takes all.
    private final class Room: Sendable {
        let clock = TestClock(at: TestBot.newYear2026)
        let said = Recording<String>()
        let keys = Recording<String>()
        let progress = Mutex(NetworkProgress(isConnected: false, takenCount: 0))
        private let errors: Mutex<[ChatError?]>
        private let capabilities: NetworkCapabilities

        init(_ errors: [ChatError?] = [], _ capabilities: NetworkCapabilities = NetworkCapabilities()) {
            self.errors = Mutex(errors)
            self.capabilities = capabilities
        }

        func queue(_ networkPace: NetworkPace = NetworkPace(nil), _ pace: RoomPace? = nil) -> RoomQueue {
            RoomQueue(
                "#ops", capabilities, pace ?? RoomPace(of: UntrustedText("#ops"), capabilities.pace), networkPace,
                clock: clock.reading, logger: Logger(label: "test"),
                progress: { [self] in progress.withLock { $0 } },
                deliver: { [self] message, key throws(ChatError) in
                    let error = errors.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                    keys.append(key)
                    if let error { throw error }
                    said.append(message.text.plain)
                    return (MessageID("\(said.all.count)"), nil)
                })
        }
    }

    private static let broken = ChatError(.transient, "The network has a problem.")

    /// Waits until so much has been said.
    private func wait(for room: Room, _ count: Int) async {
        while room.said.all.count < count { await Task.yield() }
    }

    func testSend_isSent_whenTheNetworkTakesIt() async throws {
        let room = Room()

        let receipt = try await room.queue().send("hi", patience: .seconds(3))

        XCTAssertEqual(receipt, .sent("1"))
    }

    func testSend_throws_whatWillNotPass() async {
        let room = Room([ChatError(.noSuchRoom, "There is no #ops.")])
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
        let room = Room([Self.broken])
        let queue = room.queue()

        let first = try await queue.send("one", patience: .zero)
        _ = try await queue.send("two", patience: .zero)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: .seconds(1))
        await wait(for: room, 2)

        XCTAssertEqual(first, .queued)
        XCTAssertEqual(room.said.all, ["one", "two"])
        XCTAssertEqual(room.keys.all[0], room.keys.all[1], "a message is sent again with another key")
    }

    func testQueue_waitsAsLongAsTheNetworkSays() async throws {
        let busy = ChatError(.rateLimited(retryAfter: .milliseconds(2345)), "Too much.")
        let room = Room([busy])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        queue.wake()
        room.clock.advance(by: .milliseconds(2344))
        let early = room.said.all
        room.clock.advance(by: .milliseconds(1))
        await wait(for: room, 1)

        XCTAssertEqual(room.clock.sleeps, [.milliseconds(2345)])
        XCTAssertEqual(early, [])
    }

    func testQueue_triesAtOnce_whenTheNetworkIsConnectedAgain() async throws {
        let room = Room([Self.broken])
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
        let room = Room([], NetworkCapabilities(pace: Pace(burst: 2, interval: .seconds(1))))
        let queue = room.queue()

        for number in 1...4 { _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero) }
        await room.clock.sleepsBegun(1)
        let atOnce = room.said.all.count
        room.clock.advance(by: .seconds(1))
        await room.clock.sleepsBegun(2)
        let afterOneSecond = room.said.all.count
        room.clock.advance(by: .seconds(1))
        await wait(for: room, 4)

        XCTAssertEqual([atOnce, afterOneSecond], [2, 3])
        XCTAssertEqual(room.clock.sleeps, [.seconds(1), .seconds(1)])
        XCTAssertEqual(room.said.all, ["1", "2", "3", "4"])
    }

    func testMessage_thatMayHaveArrived_isSentOnceMore_andMarked() async throws {
        let lost = ChatError(.transient, "No answer.", mayHaveArrived: true)
        let room = Room([lost, nil, lost, lost])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        _ = try await queue.send("two", patience: .zero)
        for count in 1...2 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        while queue.count > 0 { await Task.yield() }

        XCTAssertEqual(room.said.all, ["one (again?)"])
    }

    func testMessage_thatMayHaveArrived_isSentAgainAsItIs_whereTheNetworkKnowsItsKey() async throws {
        let lost = ChatError(.transient, "No answer.", mayHaveArrived: true)
        let room = Room([lost, lost], NetworkCapabilities(keyLifetime: .seconds(600)))
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        for count in 1...2 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        await wait(for: room, 1)

        XCTAssertEqual(room.said.all, ["one"])
        XCTAssertEqual(Set(room.keys.all).count, 1)
    }

    func testMessage_thatMayHaveArrived_isMarked_onceTheNetworkHasForgottenItsKey() async throws {
        let lost = ChatError(.transient, "No answer.", mayHaveArrived: true)
        let room = Room([lost, lost], NetworkCapabilities(keyLifetime: .seconds(100)))
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        for count in 1...2 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        await wait(for: room, 1)

        XCTAssertEqual(room.said.all, ["one (again?)"])
    }

    /// Waits for the given tries of a room, and advances the clock after each.
    private func pass(_ tries: ClosedRange<Int>, in room: Room) async {
        for count in tries {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
    }

    func testMessage_isGivenUp_whenTheNetworkTakesOthers_butNotThisOne() async throws {
        let room = Room(Array(repeating: Self.broken, count: WaitingMessage.Trouble.mostTries))
        room.progress.withLock { $0 = NetworkProgress(isConnected: true, takenCount: 1) }
        let queue = room.queue()
        for text in ["hopeless", "next"] { _ = try await queue.send(Message(ChatText(text)), patience: .zero) }

        await pass(1...1, in: room)
        room.progress.withLock { $0 = NetworkProgress(isConnected: true, takenCount: 2) }
        await pass(2...WaitingMessage.Trouble.mostTries - 1, in: room)
        await wait(for: room, 1)

        XCTAssertEqual(room.said.all, ["next"])
    }

    func testMessage_isGivenUp_whenTheConnectedNetworkRefusesItForAnHour() async throws {
        let room = Room(Array(repeating: Self.broken, count: 62))
        room.progress.withLock { $0 = NetworkProgress(isConnected: true, takenCount: 1) }
        let queue = room.queue()
        for text in ["hopeless", "next"] { _ = try await queue.send(Message(ChatText(text)), patience: .zero) }

        await pass(1...61, in: room)
        await wait(for: room, 1)

        XCTAssertEqual(room.said.all, ["next"])
    }

    func testMessage_waits_whileTheNetworkIsNotConnected() async throws {
        let room = Room(Array(repeating: Self.broken, count: 70))
        let queue = room.queue()
        _ = try await queue.send("patient", patience: .zero)

        await pass(1...70, in: room)
        await wait(for: room, 1)

        XCTAssertEqual(room.said.all, ["patient"])
    }

    func testAnswer_isLeftOut_whenItHasWaitedForTooLong() async throws {
        let room = Room([Self.broken])
        let queue = room.queue()

        _ = try queue.enqueue("late", isAnswer: true, patience: .zero)
        _ = try queue.enqueue("news", patience: .zero)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: RoomBacklog.longestAnswerAge + .seconds(1))
        await wait(for: room, 1)

        XCTAssertEqual(room.said.all, ["news"])
    }

    func testRooms_shareThePaceOfTheirNetwork() async throws {
        let room = Room([], NetworkCapabilities())
        let pace = NetworkPace(Pace(burst: 2, interval: .seconds(1)))
        let queues = [room.queue(pace), room.queue(pace), room.queue(pace)]

        for queue in queues { _ = try await queue.send("hi", patience: .zero) }
        await room.clock.sleepsBegun(1)
        let atOnce = room.said.all.count
        room.clock.advance(by: .seconds(1))
        await wait(for: room, 3)

        XCTAssertEqual(atOnce, 2)
    }

    func testRooms_shareAPace_whereTheNetworkCountsThemAsOne() async throws {
        let pace = RoomPace(of: UntrustedText("-1001"), Pace(burst: 2, interval: .seconds(4)))
        let room = Room()
        let topics = (1...3).map { _ in room.queue(NetworkPace(nil), pace) }

        for topic in topics { _ = try await topic.send("hi", patience: .zero) }
        await wait(for: room, 2)
        await room.clock.sleepsBegun(1)
        let early = room.said.all.count
        room.clock.advance(by: .seconds(4))
        await wait(for: room, 3)

        XCTAssertEqual(early, 2)
    }

    func testRooms_waitTogether_whenTheNetworkAsksOneOfThem() async throws {
        let room = Room([ChatError(.rateLimited(retryAfter: .seconds(7)), "Too fast.")])
        let pace = NetworkPace(Pace(burst: 50, interval: .milliseconds(20)))

        _ = try await room.queue(pace).send("first", patience: .zero)
        await room.clock.sleepsBegun(1)
        _ = try await room.queue(pace).send("second", patience: .zero)
        await room.clock.sleepsBegun(2)
        let early = room.said.all
        room.clock.advance(by: .seconds(8))
        await wait(for: room, 2)

        XCTAssertEqual(early, [])
    }

    func testQueue_isBounded_andSaysHowMuchItLeftOut() async throws {
        let room = Room([Self.broken])
        let queue = room.queue()

        for number in 1...RoomBacklog.mostMessages + 5 {
            _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero)
        }
        await room.clock.sleepsBegun(1)
        let waiting = queue.count
        room.clock.advance(by: .seconds(1))
        await wait(for: room, RoomBacklog.mostMessages + 1)

        XCTAssertEqual(waiting, RoomBacklog.mostMessages)
        XCTAssertTrue(
            room.said.all.contains(
                "5 messages were left out here since 00:00 UTC, because this room could not be reached; "
                    + "the last 1000 follow."), "\(room.said.all.prefix(3))")
        XCTAssertEqual(room.said.all.last, "1005")
    }

    func testQueue_saysTheLastOnes_afterALongHold() async throws {
        let room = Room([Self.broken])
        let queue = room.queue()

        for number in 1...30 { _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero) }
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: RoomBacklog.longestHold + .seconds(1))
        await wait(for: room, RoomBacklog.tail + 1)

        XCTAssertEqual(
            room.said.all,
            [
                "20 messages were left out here since 00:00 UTC, because this room could not be reached; "
                    + "the last 10 follow."
            ] + (21...30).map(String.init))
    }

    func testQueue_leavesNothingOut_whileTheNetworkTakesItSlowly() async throws {
        let room = Room([], NetworkCapabilities(pace: Pace(burst: 1, interval: .seconds(60))))
        let queue = room.queue()

        for number in 1...30 { _ = try await queue.send(Message(ChatText("\(number)")), patience: .zero) }
        for count in 1..<30 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        await wait(for: room, 30)

        XCTAssertEqual(room.said.all, (1...30).map(String.init))
    }

    func testQueue_keepsItsMessages_whileTheTokenLacksSomething() async throws {
        let room = Room([ChatError(.unauthorized, "The token lacks a scope.")])
        let queue = room.queue()

        let receipt = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: .seconds(1))
        await wait(for: room, 1)

        XCTAssertEqual(receipt, .queued)
    }

    func testQueue_pauses_whenTheNetworkNamesATimeThatHasCome() async throws {
        let room = Room([ChatError(.rateLimited(retryAfter: .zero), "Too much.")])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)

        XCTAssertGreaterThan(room.clock.sleeps[0], .milliseconds(400))
        queue.close(ChatError(.refused, "The test is over."))
    }

    func testClose_refusesWhatWaits_andWhatComes() async throws {
        let room = Room([Self.broken])
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        await room.clock.sleepsBegun(1)
        let count = queue.close(ChatError(.unauthorized, "The token was revoked."))

        XCTAssertEqual(count, 1)
        do {
            _ = try await queue.send("two", patience: .zero)
            XCTFail("it was taken")
        } catch {
            XCTAssertEqual(error.kind, .unauthorized)
        }
    }
}

extension RoomQueue {
    /// Says a message, and waits for what becomes of it.
    fileprivate func send(_ message: Message, patience: Duration) async throws(ChatError) -> Receipt {
        try await enqueue(message, patience: patience).value
    }
}
