import HTTPTypes
import HarkHTTP
import Synchronization
import XCTest

@testable import MicroHTTPD

final class HandlerTests: XCTestCase {
    private actor Counter {
        private var count = 0
        func next() -> Int {
            count += 1
            return count
        }
    }

    func testHandler_answers_afterWaiting() throws {
        let server = try TestServer.handling { _ in
            try? await Task.sleep(for: .milliseconds(5))
            return .text("late")
        }
        let client = try server.client()

        let texts = try (0..<20).map { _ in
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            return try client.response().text
        }

        XCTAssertEqual(texts, Array(repeating: "late", count: 20))
    }

    func testHandler_answersOnItsThread_afterAHopToAnActor() throws {
        let counter = Counter()
        let threads = Recorder<Bool>()
        let server = try TestServer.handling { _ in
            let before = pthread_self()
            let count = await counter.next()
            threads.record(pthread_equal(before, pthread_self()) != 0)
            return .text("\(count)")
        }
        let client = try server.client()

        let texts = try (0..<3).map { _ in
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            return try client.response().text
        }

        XCTAssertEqual(texts, ["1", "2", "3"])
        XCTAssertEqual(threads.all, [true, true, true])
    }

    func testHandlerOfALongBody_leavesTheServersThreadAlone() throws {
        let isOver = DispatchSemaphore(value: 0)
        let server = try TestServer {
            $0.threads = 1
        } admit: { _ in
            Admission { request in
                if request.target.path == "/slow" { isOver.wait() }
                return .text(request.target.path)
            }
        }
        let (slow, quick) = (try server.client(), try server.client())

        let length = BodyBudget.allowance + 1
        slow.send("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: \(length)\r\n\r\n")
        slow.send([UInt8](repeating: 1, count: length))
        quick.send("GET /quick HTTP/1.1\r\nHost: x\r\n\r\n")
        let text = try quick.response().text
        isOver.signal()

        XCTAssertEqual(text, "/quick")
        XCTAssertEqual(try slow.response().text, "/slow")
    }

    func testManyClients_areAnswered_whileHandlersContend() async throws {
        let counter = Counter()
        let server = try TestServer.handling { _ in
            let count = await counter.next()
            if count.isMultiple(of: 3) { await Task.yield() }
            return .text("\(await counter.next())")
        }

        let address = server.daemon.address

        let answers = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    let client = try RawClient(address)
                    return try (0..<100).count { _ in
                        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
                        return try client.response().status == 200
                    }
                }
            }
            return try await group.reduce(0, +)
        }

        XCTAssertEqual(answers, 800)
    }

    func testHandler_isCancelledAndAnswered503_afterItsDeadline() async throws {
        let cancelled = Recorder<Bool>()
        let server = try TestServer {
            $0.handlerTimeout = .seconds(60)
        } admit: { _ in
            Admission(deadline: .milliseconds(100)) { _ in
                try? await Task.sleep(for: .seconds(60))
                cancelled.record(Task.isCancelled)
                return .text("too late")
            }
        }
        let client = try server.client()

        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n")
        let statuses = try (0..<2).map { _ in try client.response().status }
        let wasCancelled = try await cancelled.first { $0 }
        let expired = try await server.events.first { if case .expired(let phase, _) = $0 { phase } else { nil } }

        XCTAssertEqual(statuses, [503, 503])
        XCTAssertEqual(wasCancelled, true)
        XCTAssertEqual(expired, .handler)
    }

    func testHandler_isCancelled_whenItsClientLeaves() async throws {
        let started = Recorder<Bool>()
        let cancelled = Recorder<Bool>()
        let server = try TestServer.handling { _ in
            started.record(true)
            try? await Task.sleep(for: .seconds(60))
            cancelled.record(Task.isCancelled)
            return .text("to nobody")
        }
        var client: RawClient? = try server.client()

        client?.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        _ = try await started.first { $0 }
        client = nil
        let wasCancelled = try await cancelled.first { $0 }
        let abandoned = try await server.events.first { if case .abandoned = $0 { true } else { nil } }

        XCTAssertEqual(wasCancelled, true)
        XCTAssertEqual(abandoned, true)
    }
}

extension Sequence {
    /// How many elements fit.
    fileprivate func count(_ fits: (Element) throws -> Bool) rethrows -> Int {
        try reduce(0) { try fits($1) ? $0 + 1 : $0 }
    }
}
