import HarkStore
import HarkTesting
import Synchronization
import XCTest

@testable import PostgreSQLPlugin

final class PostgreSQLSuiteTests: XCTestCase {
    func testStore_keepsEveryRule() async throws {
        let servers = Mutex<[TestServer]>([])
        _ = try TestServer()

        let untried = try await checkStore(
            { clock in
                let server = try TestServer()
                servers.withLock { $0.append(server) }
                try await server.takeOverClock()
                try await server.setTime(clock.now)
                return ClockedStore(try await server.open(clock: clock.botClock), server, clock)
            },
            restart: { store, end, clock in
                let before = try XCTUnwrap(store as? ClockedStore)
                try await before.server.setTime(clock.now)
                if end == .crashed {
                    await before.store.abandon()
                    try await before.server.script(
                        """
                        UPDATE \(before.server.schema).delivery SET lease = to_timestamp(0) WHERE state = 'running';
                        UPDATE \(before.server.schema).machine SET seen = to_timestamp(0)
                        """)
                }
                let next = try await before.server.open(clock: clock.botClock)
                await next.recover()
                return ClockedStore(next, before.server, clock)
            })

        XCTAssertEqual(untried, [])
        for server in servers.withLock(\.self) { try await server.end() }
    }
}
