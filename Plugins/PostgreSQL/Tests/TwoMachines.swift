import HarkStore
import HarkTesting
import XCTest

@testable import PostgreSQLPlugin

/// Two machines that share a store. The test is the time of the server, and does what machines do by themselves.
struct TwoMachines {
    let server: TestServer
    let clock: TestClock
    let first: ClockedStore
    let second: ClockedStore

    init() async throws {
        server = try TestServer()
        clock = TestClock()
        try await server.takeOverClock()
        try await server.setTime(clock.now)
        first = ClockedStore(try await server.open("first", clock: clock.botClock), server, clock)
        second = ClockedStore(try await server.open(clock: clock.botClock), server, clock)
    }

    func advance(_ seconds: Int) async throws {
        clock.advance(by: .seconds(seconds))
        try await server.setTime(clock.now)
    }

    func end() async throws {
        await first.close()
        await second.close()
        try await server.end()
    }
}
