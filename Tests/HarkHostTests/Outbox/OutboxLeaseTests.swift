import HarkStore
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

/// What the outbox lets through while the lease of the chat ends.
final class OutboxLeaseTests: XCTestCase {
    /// A store that gives the lease once, takes its time to mark a message, and may refuse to.
    private final class SlowStore: ForwardingStore {
        let inner: any DeliveryStore
        private let clock: TestClock
        private let error: StoreError?
        private let wait: Duration
        private let isGiven = Mutex(false)

        init(_ inner: any DeliveryStore, _ clock: TestClock, _ error: StoreError?, after wait: Duration) {
            self.inner = inner
            self.clock = clock
            self.error = error
            self.wait = wait
        }

        func holdLease(_ name: String, for duration: Duration) async throws(StoreError) -> Int64? {
            let wasGiven = isGiven.withLock { isGiven in
                defer { isGiven = true }
                return isGiven
            }
            if wasGiven { throw .unavailable("The store is away.") }
            return 1
        }

        func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
            clock.advance(by: wait)
            if let error { throw error }
            try await inner.updateMessage(id, change)
        }
    }

    private let clock = TestClock(at: TestBot.newYear2026)

    /// An outbox whose machine holds the lease for 50 s, and the task that holds it.
    private func outbox(
        _ error: StoreError? = nil, after wait: Duration = .seconds(60)
    ) async throws -> (Outbox, Task<Void, any Error>) {
        let store = SlowStore(try await TestStore(clock: clock), clock, error, after: wait)
        let outbox = Outbox(
            longestAge: .seconds(86_400), clock: clock.reading,
            logger: Logger(label: "hark.test") { _ in SwiftLogNoOpLogHandler() })
        outbox.open(store)
        outbox.lease.share()
        let holding = Task {
            try await outbox.lease.run(store, .seconds(50)) { try await Task.sleep(for: .seconds(3600)) }
        }
        while !outbox.lease.isHeld { await Task.yield() }
        return (outbox, holding)
    }

    private func message(_ id: StoredMessageID?) -> WaitingMessage {
        WaitingMessage(
            content: QueuedMessage("one"), stored: id, isAnswer: false, since: clock.reading.steady,
            time: BotTime(clock.now))
    }

    private func stored(in outbox: Outbox) async throws -> StoredMessageID {
        guard case .stored(let id)? = try await outbox.add(QueuedMessage("one"), to: "#ops", on: "net") else {
            throw ChatError(.refused, "It is not stored.")
        }
        return id
    }

    func testMessage_isNotSent_whenTheLeaseEndsWhileItIsMarked() async throws {
        for error in [nil, StoreError.unavailable("The store is away.")] {
            let (outbox, holding) = try await outbox(error)
            let message = message(try await stored(in: outbox))

            let mayBeSent = try await outbox.begin(message, isChanged: false)

            XCTAssertFalse(mayBeSent, "\(error, default: "marked")")
            holding.cancel()
            _ = await holding.result
        }
    }

    func testMessage_waits_whenItCannotBeMarkedAndAnotherMachineCouldSendIt() async throws {
        let (outbox, holding) = try await outbox(.unavailable("The store is away."), after: .seconds(1))
        let message = message(try await stored(in: outbox))

        do {
            _ = try await outbox.begin(message, isChanged: false)
            XCTFail("it would be sent")
        } catch { XCTAssertEqual(error.kind, .transient) }

        XCTAssertTrue(outbox.lease.isHeld)
        holding.cancel()
        _ = await holding.result
    }

    func testMessage_isNeitherMarkedNorSent_whenTheLeaseHasEnded() async throws {
        let (outbox, holding) = try await outbox()
        let id = try await stored(in: outbox)
        let before = try await outbox.begin(message(nil), isChanged: false)
        clock.advance(by: .seconds(60))

        let begun = [
            try await outbox.begin(message(id), isChanged: false),
            try await outbox.begin(message(nil), isChanged: false),
        ]

        XCTAssertTrue(before)
        XCTAssertEqual(begun, [false, false])
        let states = try await outbox.store?.messages(MessageQuery()).map(\.state)
        XCTAssertEqual(states, [.pending])
        holding.cancel()
        _ = await holding.result
    }
}
