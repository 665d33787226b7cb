import Hark
import Synchronization
import XCTest

import struct FoundationEssentials.Date

final class ChatInboxTests: XCTestCase {
    /// What a network has reported.
    private final class States: Sendable {
        private let list = Mutex<[NetworkState]>([])

        var all: [NetworkState] { list.withLock { $0 } }

        func append(_ state: NetworkState) { list.withLock { $0.append(state) } }
    }

    func testStayConnected_reportsNothing_whenItsTaskIsCancelled() async throws {
        let states = States()
        let inbox = ChatInbox { _ in
        } onState: {
            states.append($0)
        }

        let task = Task {
            try await inbox.stayConnected(.system) {
                while !Task.isCancelled { await Task.yield() }
                throw ChatError(.transient, "The request was cancelled.")
            }
        }
        task.cancel()
        let result = await task.result

        XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError) }
        XCTAssertEqual(states.all, [])
    }

    func testStayConnected_reportsWhyAConnectionIsLost_andTriesAgain() async throws {
        let states = States()
        let inbox = ChatInbox { _ in
        } onState: {
            states.append($0)
        }
        let clock = BotClock(date: { Date(timeIntervalSince1970: 0) }, sleep: { _ in })
        let unauthorized = ChatError(.unauthorized, "The token is revoked.")
        var errors: [ChatError] = [ChatError(.transient, "It is down."), unauthorized]

        do {
            try await inbox.stayConnected(clock) { throw errors.removeFirst() }
            XCTFail("it ended")
        } catch { XCTAssertEqual(error as? ChatError, unauthorized) }

        XCTAssertEqual(states.all, [.disconnected(reason: "It is down.")])
    }

    func testStayConnected_isEndedByARefusal_onlyBeforeItWasConnected() async throws {
        let states = States()
        let inbox = ChatInbox { _ in
        } onState: {
            states.append($0)
        }
        let clock = BotClock(date: { Date(timeIntervalSince1970: 0) }, sleep: { _ in })
        let refused = ChatError(.refused, "A proxy answers 404.")
        var tries = 0

        do {
            try await inbox.stayConnected(clock) { throw refused }
            XCTFail("it went on")
        } catch { XCTAssertEqual(error as? ChatError, refused) }
        do {
            try await inbox.stayConnected(clock) {
                tries += 1
                inbox.report(.connected)
                throw tries == 3 ? ChatError(.unauthorized, "The token is revoked.") : refused
            }
            XCTFail("it went on")
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .unauthorized) }

        XCTAssertEqual(tries, 3)
    }

    func testStayAccepted_checksNowAndThen_andReportsWhenItIsRefused() async throws {
        let states = States()
        let waits = Mutex<[Duration]>([])
        let inbox = ChatInbox { _ in
        } onState: {
            states.append($0)
        }
        let start = ContinuousClock.now
        let clock = BotClock(
            date: { Date(timeIntervalSince1970: 0) }, steady: { start },
            sleep: { end in waits.withLock { $0.append(end - start) } })
        var count = 0

        do {
            try await inbox.stayAccepted(clock, every: .seconds(7)) {
                count += 1
                if count == 4 { throw ChatError(.unauthorized, "The token is revoked.") }
                if count == 3 { throw ChatError(.transient, "It is down.") }
            }
        } catch { XCTAssertEqual((error as? ChatError)?.kind, .unauthorized) }

        XCTAssertEqual(count, 4)
        XCTAssertEqual(states.all, [.connected, .disconnected(reason: "It is down.")])
        XCTAssertEqual(waits.withLock { Array($0.prefix(2)) }, [.seconds(7), .seconds(7)])
    }

    func testStayOpen_isConnected_untilItsTaskIsCancelled() async throws {
        let states = States()
        let inbox = ChatInbox { _ in
        } onState: {
            states.append($0)
        }
        let clock = BotClock(date: { Date(timeIntervalSince1970: 0) }, sleep: { _ in throw CancellationError() })

        do {
            try await inbox.stayOpen(clock)
            XCTFail("it ended")
        } catch { XCTAssertTrue(error is CancellationError) }

        XCTAssertEqual(states.all, [.connected])
    }

    func testMessage_isRecent_forFiveMinutes() {
        let clock = BotClock(date: { Date(timeIntervalSince1970: 1000) })

        let recent = [1010.0, 1000, 700.5, 700, 0].map { clock.isRecent(Date(timeIntervalSince1970: $0)) }

        XCTAssertEqual(recent, [true, true, true, false, false])
    }
}
