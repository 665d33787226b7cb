import HarkEvents
import HarkStore
import HarkTesting
import XCTest

@testable import HarkPostgreSQL
@testable import PostgreSQLPlugin

/// What is asked when nobody confirmed a commit. Another server may have given the numbers of its transaction again.
final class VerifyingTests: XCTestCase {
    private func delivery(_ id: String) -> NewDelivery {
        .sample(id, expiry: BotClock.system.now.addingTimeInterval(3600))
    }

    func testRuns_areCounted_whileThisMachineHasThem() async throws {
        let server = try TestServer()
        let store = try await server.open()
        let added = try await store.add(delivery("one"), startsNow: true).run
        let run = try XCTUnwrap(added)
        func count(_ token: Int64) async throws -> Int {
            try await store.perform(.reading) { transaction throws(PostgreSQLError) in
                try transaction.countRunning([(run.id.rawValue, token)])
            }
        }

        let before = [try await count(run.token), try await count(run.token + 1)]
        try await store.finish(run, .done(outcome: "OK"))

        XCTAssertEqual(before, [1, 0])
        let after = try await count(run.token)
        XCTAssertEqual(after, 0)
        await store.close()
        try await server.end()
    }

    func testRows_areRecognised_byMoreThanTheirNumbers() async throws {
        let server = try TestServer()
        let store = try await server.open()
        let delivery = try await store.add(delivery("one"), startsNow: false).id.rawValue
        let message = NewStoredMessage(network: "slack", room: "#ops", content: [1])
        guard case .stored(let id) = try await store.addMessage(message) else { return XCTFail("it is not stored") }

        let found = try await store.perform(.reading) { transaction throws(PostgreSQLError) in
            [
                try transaction.has([(delivery, "one")]), try transaction.has([(delivery, "two")]),
                try transaction.has([(id.rawValue, [1])]), try transaction.has([(id.rawValue, [2])]),
                try transaction.has([(id.rawValue, .pending)]), try transaction.has([(id.rawValue, .sending)]),
            ]
        }

        XCTAssertEqual(found, [true, false, true, false, true, false])
        await store.close()
        try await server.end()
    }
}
