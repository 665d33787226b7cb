import Dispatch
import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class WorkerPoolTests: XCTestCase {
    private static let long = [UInt8](repeating: 1, count: BodyBudget.allowance + 1)

    private func send(_ body: [UInt8], to server: TestServer, path: String = "/") throws -> RawClient {
        let client = try server.client()
        client.send("POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.count)\r\n\r\n")
        client.send(body)
        return client
    }

    func testLongBodies_areWorkedOnOneAtATime_andShortOnesMeanwhile() async throws {
        let latch = Latch()
        let counters = Counters()
        let server = try TestServer.handling { request in
            guard request.body.count > 10 else { return .text("short") }
            counters.begin()
            await latch.wait()
            counters.end()
            return .text("long")
        }
        let clients = try (0..<4).map { _ in try send(Self.long, to: server) }
        let short = try send([1], to: server).response().text
        await latch.open()
        let texts = try clients.map { try $0.response().text }

        XCTAssertEqual(short, "short")
        XCTAssertEqual(texts, ["long", "long", "long", "long"])
        XCTAssertEqual(counters.most, 1)
    }

    func testRequests_arePutOff_whenTooManyWait() async throws {
        let latch = Latch()
        let started = Recorder<Int>()
        let server = try TestServer.handling {
            $0.workers = WorkerPool(waiting: 1)
        } _: { request in
            started.record(request.body.count)
            await latch.wait()
            return .text("done")
        }
        let first = try send(Self.long, to: server)
        try await started.wait(for: 1)
        let second = try send(Self.long, to: server)
        // The second waits once a third is put off; which of the two is sooner there decides nothing.
        let third = try send(Self.long, to: server)
        let reason = try await server.events.first { event in
            if case .refused(.serviceUnavailable, let reason, _) = event { reason } else { nil }
        }
        await latch.open()
        let statuses = try [first, second, third].map { try $0.response() }

        XCTAssertEqual(reason, "There is too much long work at the moment.")
        XCTAssertEqual(statuses.map(\.status).sorted(), [200, 200, 503])
        XCTAssertEqual(statuses.first { $0.status == 503 }?["retry-after"], "5")
    }

    func testHandler_doesNotStart_whenItsDeadlinePassedInTheQueue() async throws {
        let latch = Latch()
        let started = Recorder<String>()
        let server = try TestServer { _ in
            Admission(deadline: .milliseconds(300)) { request in
                started.record("\(request.target)")
                await latch.wait()
                return .text("done")
            }
        }
        let first = try send(Self.long, to: server, path: "/first")
        try await started.wait(for: 1)
        let second = try send(Self.long, to: server, path: "/second")
        let answers = try [first.response().status, second.response().status]
        await latch.open()
        let third = try send(Self.long, to: server, path: "/third").response()

        XCTAssertEqual(answers, [503, 503])
        XCTAssertEqual(third.status, 200)
        XCTAssertEqual(started.all, ["/first", "/third"])
    }

    func testBody_staysCounted_untilItsHandlerReturns_thoughItsClientWasAnswered() async throws {
        let latch = Latch()
        let started = Recorder<Int>()
        let budget = BodyBudget(10 << 20)
        let server = try TestServer {
            $0.bodyBudget = budget
        } admit: { _ in
            Admission(body: .read(limit: nil), deadline: .milliseconds(200)) { request in
                started.record(request.body.count)
                await latch.wait()
                return .text("done")
            }
        }

        let client = try send([UInt8](repeating: 1, count: 1 << 20), to: server)
        try await started.wait(for: 1)
        let status = try client.response().status
        let isCounted = !budget.take(9 << 20)
        await latch.open()

        XCTAssertEqual(status, 503)
        XCTAssertTrue(isCounted)
        let end = ContinuousClock.now + .seconds(5)
        while !budget.take(10 << 20) {
            guard ContinuousClock.now < end else { return XCTFail("the memory was not given back") }
            await Task.yield()
        }
    }

    func testOtherTasks_run_whileTheWorkerComputes() async throws {
        let release = DispatchSemaphore(value: 0)
        let started = Recorder<Bool>()
        let server = try TestServer.handling { _ in
            started.record(true)
            // It holds its thread, as a handler that computes does.
            Self.block(on: release)
            return .text("done")
        }
        let client = try send(Self.long, to: server)
        try await started.wait(for: 1)

        let tasks = (0..<8).map { number in Task.detached { number } }
        var sum = 0
        for task in tasks { sum += await task.value }
        release.signal()

        XCTAssertEqual(sum, 28)
        XCTAssertEqual(try client.response().text, "done")
    }

    private static func block(on semaphore: DispatchSemaphore) { semaphore.wait() }

    func testSourcesTakeTurns_andProvenOnesComeFirst() async {
        let pool = WorkerPool()
        let order = Recorder<String>()
        let completions = Recorder<@Sendable () -> Void>()
        let submit = { (name: String, address: UInt32, isProven: Bool) in
            let job = WorkerPool.Job(
                holder: .source(Source(.ipv4(address, port: 0))), isProven: isProven, isCancelled: { false },
                giveWay: {},
                start: { _, completion in
                    order.record(name)
                    completions.record(completion)
                })
            XCTAssertTrue(pool.submit(job))
        }
        submit("a1", 1, false)
        submit("a2", 1, false)
        submit("a3", 1, false)
        submit("b1", 2, false)
        submit("c1", 3, true)

        for index in 0..<5 { completions.all[index]() }

        XCTAssertEqual(order.all, ["a1", "c1", "a2", "b1", "a3"])
    }

    func testNewestUnprovenJob_ofTheSourceThatHasMost_givesWay_whenTheQueueIsFull() {
        let pool = WorkerPool(waiting: 3)
        let gone = Recorder<String>()
        let submit = { (name: String, address: UInt32, isProven: Bool) in
            let job = WorkerPool.Job(
                holder: .source(Source(.ipv4(address, port: 0))), isProven: isProven, isCancelled: { false },
                giveWay: { gone.record(name) }, start: { _, _ in })
            return pool.submit(job)
        }
        // The first one is being worked on, and does not end.
        for name in ["a0", "a1", "a2", "a3"] { XCTAssertTrue(submit(name, 1, false)) }

        let taken = [submit("a4", 1, false), submit("b1", 2, false), submit("c1", 1, true), submit("d1", 3, false)]

        XCTAssertEqual(taken, [false, true, true, false])
        XCTAssertEqual(gone.all, ["a3", "a2"])
    }
}

/// Counts how many handlers are at work at once.
private final class Counters: Sendable {
    private let state = ThreadLock((running: 0, most: 0))

    func begin() {
        state.withLock { state in
            state.running += 1
            state.most = max(state.most, state.running)
        }
    }

    func end() { state.withLock { $0.running -= 1 } }

    var most: Int { state.withLock { $0.most } }
}
