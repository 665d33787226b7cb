import HarkStore
import XCTest

import struct FoundationEssentials.Date

@testable import PostgreSQLPlugin

/// What one of two machines hears of the other.
final class WakeUpTests: XCTestCase {
    /// Two machines, of which the second has heard all that happened before.
    private struct Machines {
        let server: TestServer
        let first: PostgreSQLStore
        let second: PostgreSQLStore

        func end() async throws {
            await first.close()
            await second.close()
            try await server.end()
        }
    }

    private func machines() async throws -> Machines {
        let server = try TestServer()
        let (first, second) = (try await server.open("first"), try await server.open("second"))
        try await expectSoon("hearing") { second.hearing.isHearing }
        // Connecting is a reason to look, too.
        var wakeUps = second.wakeUps.makeAsyncIterator()
        await wakeUps.next()
        return Machines(server: server, first: first, second: second)
    }

    func testMachine_isWoken_whenAnotherStoresWhatItDoesNotRun() async throws {
        let machines = try await machines()
        var wakeUps = machines.second.wakeUps.makeAsyncIterator()

        _ = try await machines.first.add(.sample(expiry: Date() + 3600), startsNow: false)
        await wakeUps.next()

        let claimed = try await machines.second.claim(ClaimLimits(total: 1)).deliveries.count
        XCTAssertEqual(claimed, 1)
        try await machines.end()
    }

    func testMachineInTheChat_isWoken_whenAnotherStoresAMessage() async throws {
        let machines = try await machines()
        _ = try await machines.second.holdLease("chat", for: .seconds(60))
        var wakeUps = machines.second.wakeUps.makeAsyncIterator()

        _ = try await machines.first.addMessage(NewStoredMessage(network: "slack", room: "#ops", content: [1]))
        await wakeUps.next()

        let messages = try await machines.second.messages(MessageQuery(states: [.pending]))
        XCTAssertEqual(messages.map(\.content), [[1]])
        try await machines.end()
    }

    func testMachine_isWoken_whenAnotherGivesUpALease() async throws {
        let machines = try await machines()
        _ = try await machines.first.holdLease("chat", for: .seconds(60))
        var wakeUps = machines.second.wakeUps.makeAsyncIterator()

        try await machines.first.releaseLease("chat")
        await wakeUps.next()

        let term = try await machines.second.holdLease("chat", for: .seconds(60))
        XCTAssertEqual(term, 2)
        try await machines.end()
    }
}
