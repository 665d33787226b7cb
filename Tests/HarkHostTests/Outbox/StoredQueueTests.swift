import HarkStore
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

/// The queue of a room whose messages are stored.
final class StoredQueueTests: XCTestCase {
    private static let gone = ChatError(.noSuchRoom, "There is no #ops.")
    private static let lost = ChatError(.transient, "No answer.", mayHaveArrived: true)

    private func store(of room: QueuedRoom) async throws -> TestStore {
        let store = try await TestStore(clock: room.clock)
        room.outbox.open(store)
        return store
    }

    @discardableResult
    private func say(_ text: String, _ queue: RoomQueue, of room: QueuedRoom) async throws -> PendingReceipt {
        let message = QueuedMessage(Message(ChatText(text)))
        guard case .stored(let id)? = try await room.outbox.add(message, to: "#ops", on: "net") else {
            throw ChatError(.refused, "It is not stored.")
        }
        return try queue.enqueue(message, stored: id, patience: .zero)
    }

    private func states(_ store: TestStore) async throws -> [StoredMessageState] {
        try await store.messages(MessageQuery()).map(\.state)
    }

    /// Waits until the queue has nothing left, and its worker has ended.
    private func end(of queue: RoomQueue) async {
        while queue.count > 0 { await Task.yield() }
        await queue.rest()
    }

    func testMessage_isSent_withTheIdentifierOfTheNetwork() async throws {
        let room = QueuedRoom()
        let store = try await store(of: room)
        let queue = room.queue()

        try await say("one", queue, of: room)
        await end(of: queue)

        let stored = try await store.messages(MessageQuery())
        XCTAssertEqual(stored.map(\.state), [.sent])
        XCTAssertEqual(stored.map(\.remoteID), ["1"])
        XCTAssertEqual(stored.map(\.attempts), [1])
    }

    func testMessage_isPendingWithTheReason_whileItWaitsForTheNextAttempt() async throws {
        let room = QueuedRoom([.broken])
        let store = try await store(of: room)
        let queue = room.queue()

        try await say("one", queue, of: room)
        await queue.rest()
        let waiting = try await store.messages(MessageQuery())
        room.clock.advance(by: .seconds(60))
        await end(of: queue)

        XCTAssertEqual(waiting.map(\.state), [.pending])
        XCTAssertEqual(waiting.map(\.error), ["The network has a problem."])
        let states = try await states(store)
        XCTAssertEqual(states, [.sent])
    }

    func testMessage_isUncertain_andGivenUp_whenTheSecondAttemptIsUncertainToo() async throws {
        let room = QueuedRoom([Self.lost, Self.lost])
        let store = try await store(of: room)
        let queue = room.queue()

        try await say("one", queue, of: room)
        await queue.rest()
        let between = try await states(store)
        room.clock.advance(by: .seconds(60))
        await end(of: queue)

        let stored = try await store.messages(MessageQuery())
        XCTAssertEqual(between, [.uncertain])
        XCTAssertEqual(stored.map(\.state), [.givenUp])
        XCTAssertEqual(try QueuedMessage(stored: stored[0].content).next, "one (again?)")
    }

    func testMessage_isDead_whenTheNetworkRefusesIt() async throws {
        let room = QueuedRoom([ChatError(.refused, "No.")])
        let store = try await store(of: room)
        let queue = room.queue()

        try await say("one", queue, of: room)
        try await say("two", queue, of: room)
        await end(of: queue)

        let stored = try await store.messages(MessageQuery())
        XCTAssertEqual(stored.map(\.state), [.dead, .sent])
        XCTAssertEqual(stored[0].error, "No.")
    }

    func testRoom_isTriedEveryTenMinutes_whileItIsMissing() async throws {
        let room = QueuedRoom([Self.gone, Self.gone])
        let store = try await store(of: room)
        let queue = room.queue()

        try await say("one", queue, of: room)
        try await say("two", queue, of: room)
        await queue.rest()
        let waiting = try await states(store)
        for count in 1...2 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(600))
        }
        await end(of: queue)

        XCTAssertEqual(waiting, [.pending, .pending])
        XCTAssertEqual(room.clock.sleeps, [.seconds(600), .seconds(600)])
        XCTAssertEqual(room.said.all, ["one", "two"])
        XCTAssertEqual(room.missing.all, ["There is no #ops.", "There is no #ops.", "found"])
        let states = try await states(store)
        XCTAssertEqual(states, [.sent, .sent])
    }

    func testMessages_areDropped_whenTheyHaveWaitedForAMissingRoomForTooLong() async throws {
        let room = QueuedRoom(Array(repeating: Self.gone, count: 300))
        let store = try await store(of: room)
        let queue = room.queue()

        try await say("one", queue, of: room)
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: .seconds(86_401))
        await end(of: queue)

        let states = try await states(store)
        XCTAssertEqual(states, [.dropped])
        XCTAssertEqual(room.said.all, [])
        XCTAssertEqual(room.missing.all.last, "found", "nothing waits for the room any more")
    }

    func testMessage_isDead_whenTooManyRoomsAreMissing() async throws {
        let room = QueuedRoom([Self.gone])
        let store = try await store(of: room)
        room.holdsMissing.withLock { $0 = false }
        let queue = room.queue()

        try await say("one", queue, of: room)
        await end(of: queue)

        let states = try await states(store)
        XCTAssertEqual(states, [.dead])
    }

    func testMessages_areFolded_onceTheRoomHasTheirSummary() async throws {
        let room = QueuedRoom([.broken, .broken])
        let store = try await store(of: room)
        let queue = room.queue()

        for number in 1...30 { try await say("\(number)", queue, of: room) }
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: RoomBacklog.longestHold + .seconds(1))
        await room.clock.sleepsBegun(2)
        let before = try await states(store)
        room.clock.advance(by: .seconds(60))
        await end(of: queue)

        XCTAssertEqual(before, Array(repeating: .pending, count: 30))
        let after = try await states(store)
        XCTAssertEqual(after, Array(repeating: .folded, count: 20) + Array(repeating: .sent, count: 10))
    }

    func testMessages_areDropped_beyondTheBoundOfTheRoom() async throws {
        let room = QueuedRoom([.broken])
        let store = try await store(of: room)
        let queue = room.queue()

        for number in 1...RoomBacklog.mostMessages + 2 { try await say("\(number)", queue, of: room) }
        await room.clock.sleepsBegun(1)
        room.clock.advance(by: .seconds(1))
        await end(of: queue)

        let dropped = try await store.messages(MessageQuery(states: [.dropped]))
        XCTAssertEqual(dropped.map(\.id.rawValue), [2, 3])
    }

    func testQueue_goesOn_andLogsOnce_whileTheStoreIsFull() async throws {
        let room = QueuedRoom()
        let store = try await store(of: room)
        let queue = room.queue()
        let messages = ["one", "two"].map { QueuedMessage(Message(ChatText($0))) }
        var ids: [StoredMessageID] = []
        for message in messages {
            guard case .stored(let id)? = try await room.outbox.add(message, to: "#ops", on: "net") else {
                return XCTFail("it is not stored")
            }
            ids.append(id)
        }

        store.fail(with: .full("The disk is full."))
        for (message, id) in zip(messages, ids) { _ = try queue.enqueue(message, stored: id, patience: .zero) }
        await end(of: queue)
        store.fail(with: nil)
        try await say("three", queue, of: room)
        await end(of: queue)

        XCTAssertEqual(room.said.all, ["one", "two", "three"])
        XCTAssertEqual(room.log.all.filter { $0.contains("The disk is full.") }.count, 1, "\(room.log.all)")
        let states = try await states(store)
        XCTAssertEqual(states, [.sent, .sent, .sent], "what was sent is recorded once the store takes it")
    }

    func testQueue_sendsNothing_afterTheStoreWasClosed() async throws {
        let room = QueuedRoom()
        let store = try await store(of: room)
        let queue = room.queue()
        let message = QueuedMessage("one")
        guard case .stored(let id)? = try await room.outbox.add(message, to: "#ops", on: "net") else {
            return XCTFail("it is not stored")
        }

        store.fail(with: .closed)
        _ = try queue.enqueue(message, stored: id, patience: .zero)
        await queue.rest()

        XCTAssertEqual(room.said.all, [])
        XCTAssertEqual(queue.count, 1)
    }
}
