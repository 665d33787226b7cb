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
        private let refusals: AsyncStream<Void>
        private let refusal: AsyncStream<Void>.Continuation

        init(_ inner: any DeliveryStore, _ error: StoreError) {
            (self.inner, self.error) = (inner, error)
            (refusals, refusal) = AsyncStream.makeStream()
        }

        func refuse() { refusal.finish() }

        func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
            for await _ in refusals {}
            throw error
        }
    }

    private struct End: Equatable {
        var status: HTTPResponse.Status
        var announced: [String]
        var unstored: Int
    }

    /// What becomes of a delivery whose sender has given up before the store refuses it.
    private func end(after error: StoreError, at path: String) async throws -> End {
        let clock = TestClock(at: TestBot.newYear2026)
        let store = LateStore(try await TestStore(clock: clock), error)
        let chat = RecordedChat()
        let reading = SettingsReader(HostOptions.declarations(with: [DeployProbe.self])).read([:])
        let host = try Host(
            plugins: [DeployProbe.self], networks: [chat], reading: reading,
            logger: Logger(label: "hark.test") { _ in SwiftLogNoOpLogHandler() }, clock: clock.reading)
        try await host.start { store }
        let request = try host.signed(
            Request(
                method: .post, target: RequestTarget(path), headers: [.contentType: "application/json"],
                body: Array(#"{"version":"1"}"#.utf8)))

        async let response = host.pipeline.respond(to: request)
        while host.deliveries.state.withLock({ $0.additions.isEmpty }) { await Task.yield() }
        clock.advance(by: .seconds(60))
        let status = await response.status
        store.refuse()
        try await Deadline.run(within: .seconds(10)) { await host.deliveries.settle() }

        let unstored = host.deliveries.handlers.values.map(\.counters.unstored.value).reduce(0, +)
        await host.stop()
        return End(status: status, announced: chat.sent.map(\.text).filter { $0.hasSuffix(" 1") }, unstored: unstored)
    }

    func testDelivery_isHandledOnce_whenItsSenderDoesNotRepeatIt() async throws {
        let end = try await end(after: .unavailable("It is locked."), at: "/signed")

        XCTAssertEqual(end, End(status: .serviceUnavailable, announced: ["nothing 1"], unstored: 1))
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
