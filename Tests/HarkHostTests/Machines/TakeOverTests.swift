import HarkStore
import HarkTesting
import Synchronization
import TestSupport
import XCTest

@testable import HarkHost

/// What the store has taken over from a machine that is gone.
final class TakeOverTests: XCTestCase {
    /// A store that does what the test says by itself.
    private final class ObservedStore: ForwardingStore {
        let inner: any DeliveryStore
        let recovery: RecoveryReport
        private let observer = Mutex<StoreObserver?>(nil)

        init(_ inner: any DeliveryStore, recovery: RecoveryReport = RecoveryReport()) {
            self.inner = inner
            self.recovery = recovery
        }

        func setObserver(_ new: StoreObserver) { observer.withLock { $0 = new } }

        func takeOver(_ recovery: RecoveryReport) { observer.withLock { $0 }?.onRecovery(recovery) }
    }

    private let chat = RecordedChat()
    private let clock = TestClock(at: TestBot.newYear2026)

    /// A host on a store, that is running.
    private func start(_ store: any DeliveryStore) async throws -> HarkHost.Host {
        let environment = [HostOptions.adminsSetting.variable: Person.testAdmin.id]
        let host = try HarkHost.Host(
            BotConfiguration([DeployProbe.self], environment), networks: [chat],
            HostDependencies(clock: clock.reading))
        try await host.start { store }
        return host
    }

    /// A delivery that was handled, as a store may report it that has quarantined it.
    private func quarantined(by host: HarkHost.Host, in store: any DeliveryStore) async throws -> DeliveryRecord {
        _ = await host.pipeline.respond(
            to: Request(
                method: .post, target: "/deploys/api", headers: [.contentType: "application/json"],
                body: Array(#"{"version":"1"}"#.utf8)))
        await host.deliveries.settle()
        let stored = try await store.deliveries(DeliveryQuery())
        var record = try XCTUnwrap(stored.first)
        (record.state, record.crashes, record.outcome) = (.quarantined, 3, "its machines died")
        return record
    }

    /// The last message, once there are two: that of the delivery, and one more.
    private func notice() async -> String {
        let end = ContinuousClock.now + .seconds(10)
        while chat.sent.count < 2, ContinuousClock.now < end { await Task.yield() }
        return chat.sent.last?.text ?? ""
    }

    func testAdmins_areToldOfQuarantinedDeliveries_ofMachinesThatAreGone() async throws {
        let store = ObservedStore(try await TestStore(clock: clock))
        let host = try await start(store)
        let record = try await quarantined(by: host, in: store)

        store.takeOver(RecoveryReport(quarantined: [record]))

        let notice = await notice()
        XCTAssertTrue(notice.contains("A delivery to deploys failed for good: its machines died"), notice)
        XCTAssertEqual(host.deliveries.storeCounters.crashes.value, 1)
        await host.stop()
    }

    func testAdmins_areToldOfQuarantinedDeliveries_thatTheStoreFindsAtTheStart() async throws {
        let first = try await TestStore(clock: clock)
        let record = try await quarantined(by: try await start(first), in: first)

        let host = try await start(
            ObservedStore(try await TestStore(clock: clock), recovery: RecoveryReport(quarantined: [record])))

        let notice = await notice()
        XCTAssertTrue(notice.contains("A delivery to deploys failed for good: its machines died"), notice)
        XCTAssertEqual(host.deliveries.storeCounters.crashes.value, 1)
        await host.stop()
    }
}
