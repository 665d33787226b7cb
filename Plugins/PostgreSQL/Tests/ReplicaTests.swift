import HarkEvents
import HarkStore
import HarkTesting
import XCTest

@testable import HarkPostgreSQL
@testable import PostgreSQLPlugin

/// Commits that must wait for a replica of the server.
final class ReplicaTests: XCTestCase {
    /// A store that knows the route of the deliveries, so that their own commits are the next ones.
    private func store(past proxy: ServerProxy? = nil) async throws -> (TestServer, PostgreSQLStore) {
        let server = try TestServer()
        let store = try await server.open(past: proxy)
        _ = try await store.add(sample("first"), startsNow: false)
        return (server, store)
    }

    private func sample(_ id: String) -> NewDelivery {
        .sample(id, expiry: BotClock.system.now.addingTimeInterval(3600))
    }

    func testDelivery_isNotAcknowledged_whenTheServerGaveUpWaitingForItsReplica() async throws {
        let (server, store) = try await store()
        try await server.setReplica("'missing'")

        let result = await store.result(ofAdding: sample("alone"))

        try await server.setReplica("''")
        guard case .failure(.unresolved) = result else { return XCTFail("\(result)") }
        let later = try await store.add(sample("replicated"), startsNow: true)
        XCTAssertNotNil(later.run)
        await store.close()
        try await server.end()
    }

    func testDelivery_isNotAcknowledged_whenItsAnswerIsLostAndItsReplicaIsMissing() async throws {
        let proxy = try ServerProxy(to: TestServer.port)
        let (server, store) = try await store(past: proxy)
        // The lost commit itself waits for no replica.
        try await server.script(
            """
            CREATE FUNCTION \(server.schema).hurry() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                PERFORM set_config('synchronous_commit', 'local', true);
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER hurry AFTER INSERT ON \(server.schema).delivery DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION \(server.schema).hurry()
            """)
        try await server.setReplica("'missing'")
        proxy.arm(.lostAnswer)

        let result = await store.result(ofAdding: sample("alone"))

        try await server.setReplica("''")
        guard case .failure(.unresolved) = result else { return XCTFail("\(result)") }
        XCTAssertEqual(proxy.faults, 1)
        await store.close()
        proxy.end()
        try await server.end()
    }

    func testDelivery_isNotAcknowledged_whenItsConnectionEndsWhileItWaitsForItsReplica() async throws {
        let (server, store) = try await store()
        try await server.setReplica("'missing'")
        let delivery = sample("alone")
        let waiting = "FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'SyncRep'"

        async let result = store.result(ofAdding: delivery)
        try await expectSoon("the wait for the replica") {
            try await server.script("SELECT count(*) \(waiting)") == [["1"]]
        }
        try await server.script("SELECT pg_terminate_backend(pid) \(waiting)")

        // From now on nothing hinders a second look.
        try await server.setReplica("''")
        guard case .failure(.unresolved) = await result else { return XCTFail("it is acknowledged") }
        await store.close()
        try await server.end()
    }

    func testDelivery_isAcknowledged_whenTheServerWarnsOfSomethingElse() async throws {
        let (server, store) = try await store()
        try await server.script(
            """
            CREATE FUNCTION \(server.schema).warn() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE WARNING 'NOTIFY queue is 53%% full';
                RETURN NULL;
            END $$;
            CREATE CONSTRAINT TRIGGER warn AFTER INSERT ON \(server.schema).delivery DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION \(server.schema).warn()
            """)

        let added = try await store.add(sample("warned"), startsNow: true)

        XCTAssertNotNil(added.run)
        await store.close()
        try await server.end()
    }
}

extension PostgreSQLStore {
    fileprivate func result(ofAdding delivery: NewDelivery) async -> Result<AddedDelivery, StoreError> {
        do throws(StoreError) { return .success(try await add(delivery, startsNow: true)) } catch {
            return .failure(error)
        }
    }
}
