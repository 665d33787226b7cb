import HarkStore
import HarkTesting
import TestSupport

@testable import PostgreSQLPlugin

/// A store whose server has the time of a clock: the schema has a function of its own for it, which is found before
/// PostgreSQL's.
final class ClockedStore: ForwardingStore {
    let store: PostgreSQLStore
    let server: TestServer
    private let clock: TestClock

    init(_ store: PostgreSQLStore, _ server: TestServer, _ clock: TestClock) {
        self.store = store
        self.server = server
        self.clock = clock
    }

    var wakeUps: AsyncStream<Void> { store.wakeUps }

    var inner: any DeliveryStore {
        get async throws(StoreError) {
            try await server.setTime(clock.now)
            return store
        }
    }

    func close() async {
        try? await server.setTime(clock.now)
        await store.close()
    }
}
