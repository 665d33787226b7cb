import Synchronization
import TestSupport
import XCTest

@testable import HarkServer

final class ServiceGroupTests: XCTestCase {
    private struct Failure: Error, Equatable {}

    /// Notes what happens to it.
    private struct NotingService: Service {
        let name: String
        let events: Recording<String>
        /// What it does until it is to stop.
        var work: @Sendable (StopSignal) async throws -> Void = { await $0.wait() }

        func run(until stop: StopSignal) async throws {
            defer { events.append("\(name) ends") }
            try await work(stop)
        }
    }

    /// Does some work until it is to stop.
    private struct WorkingService: Service {
        let work: @Sendable () async throws -> Void

        func run(until stop: StopSignal) async throws { try await perform(until: stop, work) }
    }

    private let events = Recording<String>()
    private let signals = AsyncStream.makeStream(of: Void.self)

    private func run(_ services: any Service..., limit: Duration = .seconds(60)) async throws {
        try await ServiceGroup(services: services, shutdownLimit: limit).run(until: signals.stream)
    }

    func testServices_stopOneAfterTheOther_theLastOneFirst() async throws {
        let (first, second) = (
            NotingService(name: "first", events: events), NotingService(name: "second", events: events)
        )
        let third = NotingService(name: "third", events: events) { stop in
            await stop.wait()
            // The others would have ended by now, if they had to stop at the same time.
            for _ in 0..<100 { await Task.yield() }
        }
        signals.continuation.yield()

        try await run(first, second, third)

        XCTAssertEqual(events.all, ["third ends", "second ends", "first ends"])
    }

    func testServices_stop_whenOneReturns() async throws {
        let (first, last) = (NotingService(name: "first", events: events), NotingService(name: "last", events: events))

        try await run(first, NotingService(name: "short", events: events) { _ in }, last)

        XCTAssertEqual(events.all, ["short ends", "last ends", "first ends"])
    }

    func testServices_areCancelled_whenOneFails() async throws {
        let failing = NotingService(name: "failing", events: events) { _ in throw Failure() }
        let working = NotingService(name: "working", events: events) { _ in try await Task.sleep(for: .seconds(60)) }

        do {
            try await run(working, failing)
            XCTFail("no error")
        } catch {
            XCTAssertEqual(error as? Failure, Failure())
        }

        XCTAssertEqual(events.all, ["failing ends", "working ends"])
    }

    func testService_isCancelled_whenItStopsTooSlowly() async throws {
        let slow = NotingService(name: "slow", events: events) { stop in
            await stop.wait()
            try? await Task.sleep(for: .seconds(60))
        }
        signals.continuation.yield()

        try await run(NotingService(name: "first", events: events), slow, limit: .milliseconds(1))

        XCTAssertEqual(Set(events.all), ["slow ends", "first ends"])
    }

    func testWork_isCancelled_whenItsServiceHasToStop() async throws {
        let service = WorkingService { [events] in
            defer { events.append("work ends") }
            try await Task.sleep(for: .seconds(60))
        }
        signals.continuation.yield()

        try await run(service)

        XCTAssertEqual(events.all, ["work ends"])
    }

    func testErrorOfWork_isThrown() async throws {
        do {
            try await run(WorkingService { throw Failure() })
            XCTFail("no error")
        } catch {
            XCTAssertEqual(error as? Failure, Failure())
        }
    }
}
