import HTTPTypes
import HarkHTTP
import XCTest

@testable import MicroHTTPD

final class BodyBudgetTests: XCTestCase {
    private static let start = MonotonicTime(milliseconds: 1_000_000)
    private static let later = start + MonotonicTime.Interval(milliseconds: 10_000)

    private func body(
        from address: UInt32, of size: Int, since milliseconds: UInt64 = 0, isProven: Bool = false,
        hasNoShare: Bool = false
    ) -> HeldBody {
        let watch = ConnectionWatch(
            socket: -1, peer: .ipv4(address, port: 0), headDeadline: Self.start, hasNoShare: hasNoShare)
        return HeldBody(
            [UInt8](repeating: 0, count: size), since: Self.start + MonotonicTime.Interval(milliseconds: milliseconds),
            of: watch, isProven: isProven, answer: { !watch.isCut }, report: {})
    }

    func testSlowestBody_ofTheSourceThatHoldsMost_givesWay() {
        let budget = BodyBudget(100)
        let (small, slow, fast) = (body(from: 1, of: 10), body(from: 2, of: 20), body(from: 2, of: 60))
        for (body, size) in [(small, 10), (slow, 20), (fast, 60)] {
            XCTAssertTrue(budget.take(size, for: body, at: Self.later))
        }

        let other = body(from: 3, of: 25, since: 9_900)
        XCTAssertTrue(budget.take(25, for: other, at: Self.later))

        XCTAssertEqual([small, slow, fast, other].map(\.hasGivenWay), [false, true, false, false])
        XCTAssertTrue(budget.take(5), "what gave way is given back")
        XCTAssertFalse(budget.take(1))
    }

    func testNewBody_givesWay_whenItsSourceHoldsMost_andNoneOfItsOwnIsSlower() {
        let budget = BodyBudget(100)
        let other = body(from: 1, of: 40)
        XCTAssertTrue(budget.take(40, for: other, at: Self.later))

        let large = body(from: 2, of: 70, since: 9_900)

        XCTAssertFalse(budget.take(70, for: large, at: Self.later))
        XCTAssertFalse(other.hasGivenWay)
        XCTAssertTrue(budget.take(60))
    }

    func testLargestBody_givesWay_whenAllAreYoung() {
        let budget = BodyBudget(100)
        let bodies = [40, 50, 30].map { body(from: 1, of: $0, since: 9_999) }

        let taken = zip(bodies, [40, 50, 30]).map { budget.take($1, for: $0, at: Self.later) }

        XCTAssertEqual(taken, [true, true, true])
        XCTAssertEqual(bodies.map(\.hasGivenWay), [false, true, false])
    }

    func testProvenBody_givesWayToNone_andTakesFromOthers() {
        let budget = BodyBudget(100)
        let (unproven, proven) = (body(from: 1, of: 50), body(from: 1, of: 50, isProven: true))
        for body in [unproven, proven] { XCTAssertTrue(budget.take(50, for: body, at: Self.later)) }

        XCTAssertTrue(budget.take(50, for: body(from: 2, of: 50, isProven: true), at: Self.later))
        XCTAssertEqual([unproven, proven].map(\.hasGivenWay), [true, false])
        XCTAssertFalse(budget.take(1, for: body(from: 3, of: 1), at: Self.later))
        XCTAssertFalse(budget.take(1, for: body(from: 3, of: 1, isProven: true), at: Self.later))
    }

    func testBodiesBehindAProxy_areSourcesOfTheirOwn() {
        let budget = BodyBudget(100)
        let proxied = (0..<3).map { _ in body(from: 1, of: 20, hasNoShare: true) }
        for body in proxied { XCTAssertTrue(budget.take(20, for: body, at: Self.later)) }
        let stranger = body(from: 2, of: 30)
        XCTAssertTrue(budget.take(30, for: stranger, at: Self.later))

        XCTAssertTrue(budget.take(20, for: body(from: 3, of: 20), at: Self.later))

        XCTAssertEqual((proxied + [stranger]).map(\.hasGivenWay), [false, false, false, true])
    }

    func testFinishedBody_givesWayToNone_andIsGivenBackOnce() {
        let budget = BodyBudget(100)
        let finished = body(from: 1, of: 90)
        XCTAssertTrue(budget.take(90, for: finished, at: Self.later))
        let lease = BodyLease(budget, size: 90, taken: budget.finish(finished))

        XCTAssertFalse(budget.take(20, for: body(from: 2, of: 20), at: Self.later))
        XCTAssertFalse(finished.hasGivenWay)
        lease.giveBack()
        lease.giveBack()
        XCTAssertTrue(budget.take(100))
        XCTAssertFalse(budget.take(1))
    }

    func testWork_takesAMultipleOfItsBody_andLeavesHalfOfTheRest() {
        let budget = BodyBudget(1000)
        let small = BodyLease(budget, size: 10, taken: 0)
        small.extendForWork()
        XCTAssertFalse(budget.take(961))
        let large = BodyLease(budget, size: 1000, taken: 0)

        large.extendForWork()

        XCTAssertTrue(budget.take(480))
        XCTAssertFalse(budget.take(1))
        large.giveBack()
        small.giveBack()
        XCTAssertTrue(budget.take(520))
    }

    func testManyUnprovenBodies_doNotKeepASignedOneOut() async throws {
        let server = try TestServer {
            $0.bodyBudget = BodyBudget(4 * (1_048_575 - BodyBudget.allowance))
        } admit: { _ in
            Admission { request in .text("\(request.body.count)") }
        }
        let part = [UInt8](repeating: 1, count: (1 << 20) - 1)
        let holders = try (0..<8).map { _ in
            let holder = try server.client()
            holder.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: \(1 << 20)\r\n\r\n")
            holder.send(part)
            return holder
        }

        let client = try server.client()
        client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 150000\r\n\r\n")
        client.send(Array(part.prefix(150_000)))

        XCTAssertEqual(try client.response().text, "150000")
        let gaveWay = try await server.events.first { event -> Bool? in
            guard case .refused(.serviceUnavailable, let reason, _) = event else { return nil }
            return reason == "There are too many long bodies; this one was dropped to make room." ? true : nil
        }
        XCTAssertEqual(gaveWay, true)
        for holder in holders { holder.send([1]) }
        let answers = try holders.map { try $0.response() }
        for answer in answers where answer.status != 200 {
            XCTAssertEqual(answer.status, 503)
            XCTAssertEqual(answer["retry-after"], "5")
        }
        // How many of each depends on how their bytes arrive among each other.
        XCTAssertGreaterThan(answers.count { $0.status == 503 }, 0)
        XCTAssertGreaterThan(answers.count { $0.status == 200 }, 0)
    }
}
