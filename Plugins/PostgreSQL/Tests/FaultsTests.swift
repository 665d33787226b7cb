import HarkEvents
import HarkStore
import HarkTesting
import XCTest

@testable import HarkPostgreSQL
@testable import PostgreSQLPlugin

/// What a server and the network before it can do to a store.
final class FaultsTests: XCTestCase {
    private func store(past proxy: ServerProxy? = nil) async throws -> (TestServer, PostgreSQLStore) {
        let server = try TestServer()
        return (server, try await server.open(past: proxy))
    }

    func testDelivery_isStoredOnce_whenItsCommitOrTheAnswerIsLost() async throws {
        let proxy = try ServerProxy(to: TestServer.port)
        let (server, store) = try await store(past: proxy)
        _ = try await store.add(sample(), startsNow: false)

        for (number, fault) in [ServerProxy.Fault.lostCommit, .lostAnswer].enumerated() {
            proxy.arm(fault)
            let added = try await store.add(sample("\(number)"), startsNow: true)

            XCTAssertNotNil(added.run)
            XCTAssertEqual(proxy.faults, number + 1)
            let stored = try await store.deliveries(DeliveryQuery(requestIDPrefix: "\(number)"))
            XCTAssertEqual(stored.map(\.id), [added.id])
            let isOwner = try await store.finish(XCTUnwrap(added.run), .done(outcome: "OK"))
            XCTAssertTrue(isOwner)
        }
        await store.close()
        proxy.end()
        try await server.end()
    }

    func testClaimAndFinish_happenOnce_whenTheAnswersToTheirCommitsAreLost() async throws {
        let proxy = try ServerProxy(to: TestServer.port)
        let (server, store) = try await store(past: proxy)
        let added = try await store.add(sample(), startsNow: false)

        proxy.arm(.lostAnswer)
        let claimed = try await store.claim(ClaimLimits(total: 1)).deliveries
        proxy.arm(.lostAnswer)
        let run = try XCTUnwrap(claimed.first?.run)
        let isOwner = try await store.finish(run, .retry(due: BotClock.system.now, error: "no"))
        let record = try await store.deliveries(DeliveryQuery()).first

        XCTAssertEqual(claimed.map(\.record.id), [added.id])
        XCTAssertTrue(isOwner)
        XCTAssertEqual(proxy.faults, 2)
        XCTAssertEqual(record?.state, .ready)
        XCTAssertEqual(record?.attempt, 1)
        let attempts = try await store.attempts(of: added.id).count
        XCTAssertEqual(attempts, 1)
        await store.close()
        proxy.end()
        try await server.end()
    }

    func testDelivery_isStored_whenTheServerKillsTheConnectionDuringTheCommit() async throws {
        let (server, store) = try await store()
        try await server.script(
            """
            CREATE FUNCTION \(server.schema).die() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.request_id = 'fatal' AND nextval('\(server.schema).deaths') = 1 THEN
                    PERFORM pg_terminate_backend(pg_backend_pid());
                END IF;
                RETURN NULL;
            END $$;
            CREATE SEQUENCE \(server.schema).deaths;
            CREATE CONSTRAINT TRIGGER die AFTER INSERT ON \(server.schema).delivery DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW EXECUTE FUNCTION \(server.schema).die()
            """)

        let added = try await store.add(sample("fatal", duplicateKey: 1), startsNow: true)

        let deaths = try await server.script("SELECT last_value FROM \(server.schema).deaths")
        XCTAssertEqual(deaths, [["2"]])
        XCTAssertNotNil(added.run)
        let stored = try await store.deliveries(DeliveryQuery()).count
        XCTAssertEqual(stored, 1)
        await store.close()
        try await server.end()
    }

    func testSessions_areLeftAsTheyWere_behindAPooler() async throws {
        let proxy = try ServerProxy(to: TestServer.port, asPooler: true)
        let (server, store) = try await store(past: proxy)
        let session = try PostgreSQLSession.start(TestServer.settings(application: "hark/pooled", past: proxy))
        let settings = """
            SELECT current_setting('search_path'), current_setting('statement_timeout'), current_setting('jit'),
            (SELECT count(*) FROM pg_prepared_statements), (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
            AND pid = pg_backend_pid())
            """
        let machine = store.machine
        let before = try await session.run { connection throws(PostgreSQLError) in try connection.script(settings) }

        try await session.transaction(.upkeep, machine) { transaction throws(PostgreSQLError) in
            try transaction.lock("something")
        }
        let added = try await store.add(sample(key: "k"), startsNow: true)
        let isOwner = try await store.finish(XCTUnwrap(added.run), .done(outcome: "OK"))
        let state = try await store.replay(added.id, due: nil, note: "again")
        let claimed = try await store.claim(ClaimLimits(total: 1)).deliveries.map(\.record.id)

        let after = try await session.run { connection throws(PostgreSQLError) in try connection.script(settings) }
        XCTAssertEqual(after, before)
        XCTAssertEqual(after.first?[3], "0")
        XCTAssertTrue(isOwner)
        XCTAssertEqual(state, .done)
        XCTAssertEqual(claimed, [added.id])
        await session.close()
        await store.close()
        proxy.end()
        try await server.end()
    }

    func testStore_goesOn_whenTheServerEndsAllConnections() async throws {
        let (server, store) = try await store()
        let run = try await store.add(sample(), startsNow: true).run

        try await server.script(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hark/machine'")
        let second = try await store.add(sample(), startsNow: false)
        let claimed = try await store.claim(ClaimLimits(total: 5)).deliveries
        let isOwner = try await store.finish(XCTUnwrap(run), .done(outcome: "OK"))

        XCTAssertEqual(claimed.map(\.record.id), [second.id])
        XCTAssertTrue(isOwner)
        await store.close()
        try await server.end()
    }

    func testOtherKeys_goOn_whileSomebodyHoldsOne() async throws {
        let (server, store) = try await store()
        let held = try await store.add(sample(key: "held"), startsNow: true)
        let blocker = try PostgreSQLConnection(TestServer.settings(application: "hark/blocker"))
        try blocker.script(
            "BEGIN; SELECT FROM \(server.schema).delivery WHERE id = \(held.id.rawValue) FOR UPDATE")

        async let refused = store.add(sample(key: "held"), startsNow: true)
        async let free = store.add(sample(key: "free"), startsNow: true)
        async let independent = store.add(sample(), startsNow: true)

        let others = try await [free, independent]
        XCTAssertEqual(others.compactMap(\.run).count, 2)
        do {
            _ = try await refused
            XCTFail("it was stored")
        } catch {
            guard case StoreError.unavailable = error else { return XCTFail("\(error)") }
        }
        try blocker.script("ROLLBACK")
        let later = try await store.add(sample(key: "held"), startsNow: true)
        guard case .stored(_, .waiting, _, _) = later else { return XCTFail("\(later)") }
        await store.close()
        try await server.end()
    }

    func testClose_waitsForAllThatIsQueued() async throws {
        let (server, store) = try await store()
        _ = try await store.add(sample(key: "k"), startsNow: false)
        let queue = store.queue
        let blocker = try PostgreSQLConnection(TestServer.settings(application: "hark/blocker"))
        try blocker.script("BEGIN; LOCK TABLE \(server.schema).delivery IN EXCLUSIVE MODE")
        async let first = store.add(sample("first", key: "k"), startsNow: false)
        // What arrives before its transaction begins belongs to it.
        try await expectSoon("the first write") {
            try await server.script(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")
                == [["1"]]
        }
        let route = try XCTUnwrap(store.machine.route(.sample))
        let addition = Addition(delivery: sample("second", key: "k"), startsNow: false, route: route)
        let isQueued = SharedFlag()
        async let second: AddedDelivery = queue.write { waiter in
            isQueued.set()
            return .add(addition, waiter)
        }
        try await expectSoon("the second write") { isQueued.value }

        async let closing: Void = store.close()
        try blocker.script("ROLLBACK")
        await closing

        let added = try await [first, second]
        let stored = try await server.script("SELECT id FROM \(server.schema).delivery ORDER BY id OFFSET 1")
        XCTAssertEqual(stored, added.map { ["\($0.id.rawValue)"] })
        try await server.end()
    }

    func testRefusals_areReported_andPass() async throws {
        let (server, store) = try await store()
        let schema = server.schema
        try await server.script(
            """
            CREATE TABLE \(schema).refusal (state text);
            CREATE FUNCTION \(schema).refuse() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE refused text; BEGIN
                SELECT state INTO refused FROM \(schema).refusal;
                IF refused IS NOT NULL THEN RAISE EXCEPTION 'as the test wants' USING ERRCODE = refused; END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER refuse BEFORE INSERT ON \(schema).delivery FOR EACH ROW EXECUTE FUNCTION \(schema).refuse()
            """)
        let isFull: (StoreError) -> Bool = { if case .full = $0 { true } else { false } }
        let isUnavailable: (StoreError) -> Bool = { if case .unavailable = $0 { true } else { false } }
        // No space; sent to a replica; too slow; deadlocks without an end; what nobody has thought of.
        let refusals = [
            ("53100", isFull), ("25006", isUnavailable), ("57014", isUnavailable), ("40P01", isUnavailable),
            ("XX000", isUnavailable),
        ]
        for (state, isRight) in refusals {
            try await server.script("INSERT INTO \(schema).refusal VALUES ('\(state)')")

            do {
                _ = try await store.add(sample(state), startsNow: true)
                XCTFail("\(state) is no error")
            } catch { XCTAssertTrue(isRight(error), "\(error)") }

            try await server.script("DELETE FROM \(schema).refusal")
            let added = try await store.add(sample(state), startsNow: true)
            XCTAssertNotNil(added.run, state)
        }
        await store.close()
        try await server.end()
    }

    func testStore_isRefused_ifItsTablesAreTooNew() async throws {
        let (server, store) = try await store()
        await store.close()

        try await server.script("UPDATE \(server.schema).meta SET value = 99")

        do {
            _ = try await server.open()
            XCTFail("it was opened")
        } catch { XCTAssertTrue("\(error)".contains("have version 99"), "\(error)") }
        // A newer version that this one can use, too.
        try await server.script("UPDATE \(server.schema).meta SET value = 1 WHERE name = 'oldest version'")
        await (try await server.open()).close()
        try await server.end()
    }

    func testMigration_isOne_whenManyMachinesStartAtOnce() async throws {
        let server = try TestServer()

        try await withThrowingTaskGroup(of: PostgreSQLStore.self) { group in
            for _ in 1...4 { group.addTask { try await server.open() } }
            for try await store in group { await store.close() }
        }

        let versions = try await server.script("SELECT value FROM \(server.schema).meta WHERE name = 'version'")
        XCTAssertEqual(versions, [["\(Schema.migrations.count)"]])
        try await server.end()
    }
}

private func sample(_ id: String = "request", key: String? = nil, duplicateKey: UInt128? = nil) -> NewDelivery {
    .sample(id, key: key, duplicateKey: duplicateKey, expiry: BotClock.system.now.addingTimeInterval(3600))
}
