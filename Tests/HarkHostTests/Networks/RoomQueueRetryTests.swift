import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

final class RoomQueueRetryTests: XCTestCase {
    func testMessage_thatMayHaveArrived_isSentOnceMore_andMarked() async throws {
        let lost = ChatError(.transient, "No answer.", mayHaveArrived: true)
        let room = QueuedRoom([lost, nil, lost, lost])
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
        let room = QueuedRoom([lost, lost], NetworkCapabilities(keyLifetime: .seconds(600)))
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        for count in 1...2 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        await room.wait(for: 1)

        XCTAssertEqual(room.said.all, ["one"])
        XCTAssertEqual(Set(room.keys.all).count, 1)
    }

    func testMessage_thatMayHaveArrived_isMarked_onceTheNetworkHasForgottenItsKey() async throws {
        let lost = ChatError(.transient, "No answer.", mayHaveArrived: true)
        let room = QueuedRoom([lost, lost], NetworkCapabilities(keyLifetime: .seconds(100)))
        let queue = room.queue()

        _ = try await queue.send("one", patience: .zero)
        for count in 1...2 {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
        await room.wait(for: 1)

        XCTAssertEqual(room.said.all, ["one (again?)"])
    }

    /// Waits for the given tries of a room, and advances the clock after each.
    private func pass(_ tries: ClosedRange<Int>, in room: QueuedRoom) async {
        for count in tries {
            await room.clock.sleepsBegun(count)
            room.clock.advance(by: .seconds(60))
        }
    }

    func testMessage_isGivenUp_whenTheNetworkTakesOthers_butNotThisOne() async throws {
        let room = QueuedRoom(Array(repeating: .broken, count: WaitingMessage.Trouble.mostTries))
        room.progress.withLock { $0 = NetworkProgress(isConnected: true, takenCount: 1) }
        let queue = room.queue()
        for text in ["hopeless", "next"] { _ = try await queue.send(Message(ChatText(text)), patience: .zero) }

        await pass(1...1, in: room)
        room.progress.withLock { $0 = NetworkProgress(isConnected: true, takenCount: 2) }
        await pass(2...WaitingMessage.Trouble.mostTries - 1, in: room)
        await room.wait(for: 1)

        XCTAssertEqual(room.said.all, ["next"])
    }

    func testMessage_isGivenUp_whenTheConnectedNetworkRefusesItForAnHour() async throws {
        let room = QueuedRoom(Array(repeating: .broken, count: 62))
        room.progress.withLock { $0 = NetworkProgress(isConnected: true, takenCount: 1) }
        let queue = room.queue()
        for text in ["hopeless", "next"] { _ = try await queue.send(Message(ChatText(text)), patience: .zero) }

        await pass(1...61, in: room)
        await room.wait(for: 1)

        XCTAssertEqual(room.said.all, ["next"])
    }

    func testMessage_waits_whileTheNetworkIsNotConnected() async throws {
        let room = QueuedRoom(Array(repeating: .broken, count: 70))
        let queue = room.queue()
        _ = try await queue.send("patient", patience: .zero)

        await pass(1...70, in: room)
        await room.wait(for: 1)

        XCTAssertEqual(room.said.all, ["patient"])
    }
}
