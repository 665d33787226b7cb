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

    /// Whether a batch is found to be there.
    private func isStored(
        _ jobs: [WriteJob], as written: WriteBatch.Written, in store: PostgreSQLStore
    ) async throws(PostgreSQLError) -> Bool {
        try await store.reader.transaction(.reading, store.machine) { transaction throws(PostgreSQLError) in
            try WriteBatch(jobs: jobs).isStored(written, in: transaction)
        }
    }

    /// A job, and nobody who waits for it.
    private func job<Value: Sendable>(_ make: (WriteJob.Waiter<Value>) -> WriteJob) async throws -> WriteJob {
        var job: WriteJob?
        _ = await withCheckedContinuation { (waiter: WriteJob.Waiter<Value>) in
            job = make(waiter)
            waiter.resume(returning: .failure(.closed))
        }
        return try XCTUnwrap(job)
    }

    private func added(_ id: StoredDeliveryID) -> Added {
        Added(result: .stored(id, state: .ready, due: nil, blocker: nil), isNew: true)
    }

    private func store(_ message: NewStoredMessage, in store: PostgreSQLStore) async throws -> StoredMessageID {
        let added = try await store.addMessage(message)
        return try XCTUnwrap(added.storedID)
    }

    func testDelivery_decides_whateverBecameOfTheMessageStoredWithIt() async throws {
        let server = try TestServer()
        let store = try await server.open()
        let id = try await store.add(delivery("one"), startsNow: false).id
        let message = NewStoredMessage(network: "slack", room: "#ops", content: [1])
        let messageID = try await self.store(message, in: store)
        let written = WriteBatch.Written(added: [added(id)], owned: [], messages: [.stored(messageID)])

        var found: [Bool] = []
        for (requestID, content) in [("one", [2]), ("two", [1])] as [(String, [UInt8])] {
            let addition = Addition(delivery: delivery(requestID), startsNow: false, route: 1)
            let changed = NewStoredMessage(network: "slack", room: "#ops", content: content)
            let jobs = [try await job { .add(addition, $0) }, try await job { .addMessage(changed, $0) }]
            found.append(try await isStored(jobs, as: written, in: store))
        }

        XCTAssertEqual(found, [true, false])
        await store.close()
        try await server.end()
    }

    func testMessage_isNotThere_withoutItsNumber_andUnresolved_withTheContentOfAnother() async throws {
        let server = try TestServer()
        let store = try await server.open()
        let message = NewStoredMessage(network: "slack", room: "#ops", content: [1])
        let id = try await self.store(message, in: store)
        let missing = StoredMessageID(rawValue: id.rawValue + 1)
        let adding = try await job { .addMessage(message, $0) }
        let other = try await job { .addMessage(NewStoredMessage(network: "irc", room: "#ops", content: [2]), $0) }

        let written = WriteBatch.Written(added: [], owned: [], messages: [.stored(id)])
        let writtenAsMissing = WriteBatch.Written(added: [], owned: [], messages: [.stored(missing)])
        let found = [
            try await isStored([adding], as: written, in: store),
            try await isStored([adding], as: writtenAsMissing, in: store),
        ]
        let failure: PostgreSQLError?
        do throws(PostgreSQLError) {
            _ = try await isStored([other], as: written, in: store)
            failure = nil
        } catch { failure = error }

        XCTAssertEqual(found, [true, false])
        XCTAssertEqual(failure?.sqlState, "08007")
        await store.close()
        try await server.end()
    }

    func testEndsAndChanges_areThere_whenNoneOfThemIsAsBefore() async throws {
        let server = try TestServer()
        let store = try await server.open()
        let started = try await store.add(delivery("one"), startsNow: true).run
        let run = try XCTUnwrap(started)
        let id = try await self.store(NewStoredMessage(network: "slack", room: "#ops", content: [1]), in: store)
        let end = Finish(run: run, held: Machine.Run(token: run.token), end: .done(outcome: "OK"))
        let jobs = [
            try await job { .finish(end, $0) }, try await job { .change(id, MessageChange(.sending), $0) },
        ]
        func isStored(owned: Set<Int64>) async throws -> Bool {
            let written = WriteBatch.Written(added: [], owned: owned, messages: [])
            return try await self.isStored(jobs, as: written, in: store)
        }
        let owned: Set = [run.id.rawValue]

        try await store.updateMessage(id, MessageChange(.sending))
        let whileItRuns = [try await isStored(owned: owned), try await isStored(owned: [])]
        try await store.finish(run, .done(outcome: "OK"))
        let afterItsEnd = try await isStored(owned: owned)
        try await store.updateMessage(id, MessageChange(.uncertain))
        let withoutTheChange = try await isStored(owned: owned)

        // A run that this machine did not own any more was not ended by it.
        XCTAssertEqual(whileItRuns, [false, true])
        XCTAssertTrue(afterItsEnd)
        XCTAssertFalse(withoutTheChange)
        await store.close()
        try await server.end()
    }
}

extension AddedMessage {
    /// Its number; nil if it is a repetition.
    fileprivate var storedID: StoredMessageID? { if case .stored(let id) = self { id } else { nil } }
}
