import HarkStore
import TestSupport
import XCTest

@testable import PostgreSQLPlugin

/// What one of two machines learns of the other.
final class WakeUpTests: XCTestCase {
    /// Two machines, of which the second knows all that happened before.
    private func machines() async throws -> TwoMachines {
        let machines = try await TwoMachines()
        try await expectSoon("notifications") { machines.second.store.notifications.areReceived }
        // Connecting is a reason to look, too.
        var wakeUps = machines.second.wakeUps.makeAsyncIterator()
        await wakeUps.next()
        return machines
    }

    func testMachine_isWoken_whenAnotherStoresWhatItDoesNotRun() async throws {
        let machines = try await machines()
        var wakeUps = machines.second.wakeUps.makeAsyncIterator()

        _ = try await machines.first.add(.sample(expiry: machines.clock.later(3600)), startsNow: false)
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
