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
        private let observer = Mutex<StoreObserver?>(nil)

        init(_ inner: any DeliveryStore) { self.inner = inner }

        func setObserver(_ new: StoreObserver) { observer.withLock { $0 = new } }

        func takeOver(_ recovery: RecoveryReport) { observer.withLock { $0 }?.onRecovery(recovery) }
    }

    func testAdmins_areToldOfQuarantinedDeliveries_ofMachinesThatAreGone() async throws {
        let clock = TestClock(at: TestBot.newYear2026)
        let store = ObservedStore(try await TestStore(clock: clock))
        let chat = RecordedChat()
        let environment = [HostOptions.adminsSetting.variable: Person.testAdmin.id]
        let host = try Host(
            BotConfiguration([DeployProbe.self], environment), networks: [chat],
            HostDependencies(clock: clock.reading))
        try await host.start { store }
        _ = await host.pipeline.respond(
            to: Request(
                method: .post, target: "/deploys/api", headers: [.contentType: "application/json"],
                body: Array(#"{"version":"1"}"#.utf8)))
        await host.deliveries.settle()
        let stored = try await store.deliveries(DeliveryQuery())
        var record = try XCTUnwrap(stored.first)
        (record.state, record.crashes, record.outcome) = (.quarantined, 3, "its machines died")

        store.takeOver(RecoveryReport(quarantined: [record]))

        let end = ContinuousClock.now + .seconds(10)
        while chat.sent.count < 2, ContinuousClock.now < end { await Task.yield() }
        let notice = chat.sent.last?.text ?? ""
        XCTAssertTrue(notice.contains("A delivery to deploys failed for good: its machines died"), notice)
        XCTAssertEqual(host.deliveries.storeCounters.crashes.value, 1)
        await host.stop()
    }
}
