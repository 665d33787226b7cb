import Dispatch
import XCTest

@testable import HarkStore

final class StoreThreadTests: XCTestCase {
    /// A store whose thread does nothing until `open` is called.
    private struct HeldThread {
        let thread: StoreThread
        private let gate = DispatchSemaphore(value: 0)
        private let holding: Task<Void, any Error>

        init(_ thread: StoreThread) async {
            self.thread = thread
            let (begun, beginning) = AsyncStream.makeStream(of: Void.self)
            holding = Task { [gate] in
                try await thread.run(.read) { _ in
                    beginning.finish()
                    gate.wait()
                }
            }
            for await _ in begun {}
        }

        /// Waits until so many jobs wait, then lets the thread do them.
        func release(when count: Int) async throws {
            while thread.queueLength < count { await Task.yield() }
            gate.signal()
            try await holding.value
        }
    }

    func testLists_areRead_whileTheThreadIsBusy() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        _ = try await store.add(TestStore.delivery("one"), startsNow: false)
        _ = try await store.addMessage(NewStoredMessage(network: "irc", room: "#ops", content: [1]))
        let held = await HeldThread(store.thread)

        let isRead = expectation(description: "the lists are read")
        let reading = Task {
            let found = try await store.deliveries(DeliveryQuery(requestIDPrefix: "one"))
            let messages = try await store.messages(MessageQuery())
            isRead.fulfill()
            return (found, messages)
        }
        await fulfillment(of: [isRead], timeout: 10)
        try await held.release(when: 0)

        let (found, messages) = try await reading.value
        XCTAssertEqual(found.map(\.requestID), ["one"])
        XCTAssertEqual(messages.map(\.room), ["#ops"])
        await store.close()
        let refusal = await error { () async throws(StoreError) in try await store.deliveries(DeliveryQuery()) }
        XCTAssertEqual(refusal, .closed)
    }

    func testRun_sharesACommit_whenJobsQueueWhileOneRuns() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let held = await HeldThread(store.thread)
        let path = try XCTUnwrap(store.files).folder.database
        let committed = Collected<Int64?>()

        try await withThrowingTaskGroup { group in
            for number in 1...10 {
                group.addTask {
                    try await store.thread.run(.durableWrite) { session in
                        let reader = try SQLiteConnection(path: path, access: .read)
                        committed.add(try reader.row("SELECT count(*) FROM slot") { $0.int(0) })
                        try session.connection.run("INSERT INTO slot VALUES ('a', ?1)", [SQLiteValue(number)])
                    }
                }
            }
            try await held.release(when: 10)
            try await group.waitForAll()
        }

        XCTAssertEqual(committed.values, Array(repeating: 0, count: 10))
        let count = try await store.thread.run(.read) {
            try $0.connection.row("SELECT count(*) FROM slot") { $0.int(0) }
        }
        XCTAssertEqual(count, 10)
        await store.close()
    }

    func testRun_takesAtMostABatch_whenMoreIsWaiting() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let held = await HeldThread(store.thread)
        let path = try XCTUnwrap(store.files).folder.database
        let committed = Collected<Int64>()

        try await withThrowingTaskGroup { group in
            for number in 1...(StoreThread.batch + 1) {
                group.addTask {
                    try await store.thread.run(.write) { session in
                        let reader = try SQLiteConnection(path: path, access: .read)
                        committed.add(try reader.row("SELECT count(*) FROM slot") { $0.int(0) } ?? -1)
                        try session.connection.run("INSERT INTO slot VALUES ('a', ?1)", [SQLiteValue(number)])
                    }
                }
            }
            try await held.release(when: StoreThread.batch + 1)
            try await group.waitForAll()
        }

        XCTAssertEqual(Set(committed.values), [0, Int64(StoreThread.batch)])
        await store.close()
    }

    func testRun_undoesOnlyTheJobThatFails_whenOthersShareItsTransaction() async throws {
        let store = try await SQLiteStore.inMemory(clock: { .now })
        let held = await HeldThread(store.thread)

        let results = try await withThrowingTaskGroup(of: (Int, StoreError?).self) { group in
            for number in 1...9 {
                group.addTask {
                    do throws(StoreError) {
                        try await store.thread.run(.write) { session in
                            try session.connection.run("INSERT INTO slot VALUES ('a', ?1)", [SQLiteValue(number)])
                            if number % 3 == 0 { throw StoreError.tooLarge("\(number)") }
                        }
                        return (number, nil)
                    } catch {
                        return (number, error)
                    }
                }
            }
            try await held.release(when: 9)
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        XCTAssertEqual(results, [3: .tooLarge("3"), 6: .tooLarge("6"), 9: .tooLarge("9")])
        let numbers = try await store.thread.run(.read) {
            try $0.connection.rows("SELECT at FROM slot ORDER BY at") { $0.int(0) }
        }
        XCTAssertEqual(numbers, [1, 2, 4, 5, 7, 8])
        await store.close()
    }

    func testRun_reportsABug_whenAStatementIsRefused() async throws {
        let store = try await SQLiteStore.inMemory(clock: { .now })

        let failure = await error { () async throws(StoreError) in
            try await store.thread.run(.write) { try $0.connection.run("INSERT INTO slot VALUES (NULL, NULL)") }
        }

        XCTAssertEqual(failure?.isFatal, false)
        XCTAssertTrue(failure?.description.contains("NOT NULL constraint failed") ?? false, "\(failure, default: "")")
        _ = try await store.takeSlot(of: "a", at: .now)
        await store.close()
    }

    func testRun_syncsTheCommit_ifAJobIsDurable() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        func level(_ kind: StoreJobKind) async throws -> Int64? {
            try await store.thread.run(kind) { try $0.connection.row("PRAGMA synchronous") { $0.int(0) } }
        }

        let levels = try await [level(.write), level(.durableWrite), level(.write)]

        XCTAssertEqual(levels, [1, 2, 1])
        await store.close()
    }

    func testClose_doesWhatIsQueued_andRefusesTheRest() async throws {
        let store = try await SQLiteStore.inMemory(clock: { .now })
        let held = await HeldThread(store.thread)
        let queued = Task { try await store.takeSlot(of: "a", at: .now) }
        while store.thread.queueLength < 1 { await Task.yield() }

        let closing = Task { await store.close() }
        try await held.release(when: 1)
        await closing.value

        let isTaken = try await queued.value
        XCTAssertTrue(isTaken)
        let refusal = await error { () async throws(StoreError) in try await store.takeSlot(of: "b", at: .now) }
        XCTAssertEqual(refusal, .closed)
        await store.close()
    }

    func testAbandon_dropsWhatIsQueued() async throws {
        let test = try TestStore(of: self)
        let store = try await test.open()
        let held = await HeldThread(store.thread)
        let queued = Task { await error { () async throws(StoreError) in try await store.takeSlot(of: "a", at: .now) } }
        while store.thread.queueLength < 1 { await Task.yield() }

        let abandoning = Task { await store.abandon() }
        while store.thread.isWorking { await Task.yield() }
        try await held.release(when: 0)
        await abandoning.value

        let failure = await queued.value
        XCTAssertEqual(failure, .closed)
    }
}
