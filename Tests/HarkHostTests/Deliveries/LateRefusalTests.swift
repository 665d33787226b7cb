import HarkStore
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

/// A store that does not answer in time, and refuses the delivery later.
final class LateRefusalTests: XCTestCase {
    /// A store whose additions fail with an error once the test says so.
    private final class LateStore: ForwardingStore {
        let inner: any DeliveryStore
        private let error: StoreError
        private let refuses = Mutex(false)

        init(_ inner: any DeliveryStore, _ error: StoreError) { (self.inner, self.error) = (inner, error) }

        func refuse() { refuses.withLock { $0 = true } }

        func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
            while !refuses.withLock({ $0 }) { await Task.yield() }
            throw error
        }
    }

    private struct End: Equatable {
        var status: HTTPResponse.Status
        var announced: [String]
        var unstored: Int
    }

    /// What becomes of a delivery whose sender has given up before the store refuses it.
    private func end(after error: StoreError, at path: String, of count: Int = 1) async throws -> End {
        let clock = TestClock(at: TestBot.newYear2026)
        let store = LateStore(try await TestStore(clock: clock), error)
        let chat = RecordedChat()
        let host = try Host(
            BotConfiguration([DeployProbe.self], ["HARK_WORKERS": "1"]), networks: [chat],
            HostDependencies(clock: clock.reading))
        try await host.start { store }
        let request = try host.signed(
            Request(
                method: .post, target: RequestTarget(path), headers: [.contentType: "application/json"],
                body: Array(#"{"version":"1"}"#.utf8)))

        async let others: Void = withTaskGroup { group in
            for _ in 1..<count { group.addTask { _ = await host.pipeline.respond(to: request) } }
        }
        async let response = host.pipeline.respond(to: request)
        while host.deliveries.state.withLock({ $0.additions.count < count }) { await Task.yield() }
        clock.advance(by: .seconds(60))
        let status = await response.status
        await others
        store.refuse()
        try await TimeLimit.run(within: .seconds(10)) { await host.deliveries.settle() }

        let unstored = host.deliveries.handlers.values.map(\.counters.unstored.value).reduce(0, +)
        await host.stop()
        return End(status: status, announced: chat.sent.map(\.text).filter { $0.hasSuffix(" 1") }, unstored: unstored)
    }

    func testDelivery_isHandledOnce_whenItsSenderDoesNotRepeatIt() async throws {
        let end = try await end(after: .unavailable("It is locked."), at: "/signed")

        XCTAssertEqual(end, End(status: .serviceUnavailable, announced: ["nothing 1"], unstored: 1))
    }

    func testDeliveries_areAllHandled_beforeTheQueueRests_thoughFewHaveAWorker() async throws {
        let end = try await end(after: .unavailable("It is locked."), at: "/signed", of: 5)

        XCTAssertEqual(end.unstored, 5)
        XCTAssertEqual(end.announced, Array(repeating: "nothing 1", count: 5))
    }

    func testDelivery_isLeftToTheStore_whenItMayBeThere() async throws {
        let end = try await end(after: .unresolved("The connection was lost."), at: "/signed")

        XCTAssertEqual(end, End(status: .serviceUnavailable, announced: [], unstored: 0))
    }

    func testDelivery_isLeftToItsSender_whoRepeatsIt() async throws {
        let end = try await end(after: .unavailable("It is locked."), at: "/deploys/api")

        XCTAssertEqual(end, End(status: .serviceUnavailable, announced: [], unstored: 0))
    }
}
