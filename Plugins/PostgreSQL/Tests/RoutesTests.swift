import HarkStore
import HarkTesting
import XCTest

@testable import PostgreSQLPlugin

/// Routes that machines have, or do not have any more.
final class RoutesTests: XCTestCase {
    func testAllKeys_goOn_whenARouteComesBack_howeverManyThereAre() async throws {
        // The table of locks of the server that .ci/postgresql/run starts has no room for so many.
        let keys = 4000
        let server = try TestServer()
        let store = try await server.open()
        let clock = TestClock(at: store.configuration.clock.now)
        _ = try await store.adopt(routes: [.sample])
        _ = try await store.add(.sample("one", key: "0", expiry: clock.later(36_000)), startsNow: false)
        let schema = server.schema
        let columns = """
            id, route, received, due, expiry, lifetime, starts, size, attempt, crashes, generation, supersedes, state,
            origin, request_id, key
            """
        try await server.script(
            """
            SET search_path TO \(schema);
            INSERT INTO delivery (\(columns))
            SELECT nextval('delivery_id'), route, received, due, expiry, lifetime, starts, size, attempt, crashes,
            generation, supersedes, state, origin, request_id, number::text
            FROM delivery, generate_series(1, \(keys - 1)) AS more (number);
            RESET search_path
            """)
        _ = try await store.adopt(routes: [.other])

        let homeless = try await store.adopt(routes: [.sample])

        let summary = try await store.summary()
        XCTAssertEqual(homeless, 0)
        XCTAssertEqual(summary.deliveries, [.ready: keys])
        await store.close()
        try await server.end()
    }
}
