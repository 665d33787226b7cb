import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class RateTests: XCTestCase {
    func testCalls_are429WithRetryAfter_beyondTheRateOfTheirSource() async throws {
        let bot = try await TrustBot(AccessProbe.self)
        let call = Request.delivery("/limited", body: "")

        let statuses = try await bot.statuses([.friend(), .friend(), .friend(), .stranger()].map(call.from))
        let answer = try await bot.send(call.from(.friend()))

        XCTAssertEqual(statuses, [200, 200, 429, 200])
        let wait = try XCTUnwrap(answer.headers[.retryAfter].flatMap { Int($0) })
        XCTAssertTrue((1...30).contains(wait), "\(wait)")
        XCTAssertEqual(bot.records.all.last?.refusal, "too many requests from 192.0.2.7")
    }

    func testCalls_areLetThroughAgain_afterTheTimeThatTheAnswerNames() async throws {
        let bot = try await TrustBot(AccessProbe.self)
        let call = Request.delivery("/limited", body: "").from(.friend())
        _ = try await bot.statuses([call, call])
        let refused = try await bot.send(call)
        let wait = try XCTUnwrap(refused.headers[.retryAfter].flatMap { Int($0) })

        bot.clock.advance(by: .seconds(wait))
        let statuses = try await bot.statuses([call, call])

        XCTAssertEqual(statuses, [200, 429])
    }

    func testCalls_countTogether_whenTheRateIsTheRoutes() async throws {
        let bot = try await TrustBot(AccessProbe.self)
        let call = Request.delivery("/together", body: "")

        let statuses = try await bot.statuses([.friend(), .stranger(), .friend(1)].map(call.from))

        XCTAssertEqual(statuses, [200, 200, 429])
    }

    func testAdminsOwnCalls_areNotCounted() async throws {
        let bot = try await TrustBot(AccessProbe.self)
        let call = Request.delivery("/together", body: "")

        for _ in 0..<5 {
            let answer = await bot.host.pipeline.respond(to: call, isTrusted: true)
            XCTAssertEqual(answer.status, .ok)
        }

        let statuses = try await bot.statuses([call, call, call])
        XCTAssertEqual(statuses, [200, 200, 429])
    }

    func testCalls_countByTheirClient_behindAProxy() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_TRUSTED_PROXIES": "10.0.0.1"])
        let call = Request.delivery("/limited", body: "").from(.ipv4(0x0A00_0001, port: 1))
        let clients = ["192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2"]

        let statuses = try await bot.statuses(clients.map { call.with("X-Forwarded-For", $0) })

        XCTAssertEqual(statuses, [200, 200, 429, 200])
    }

    func testDisputedCalls_countAgainstTheirOwnClients_andUseUpNobodysRate() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_TRUSTED_PROXIES": "10.0.0.1"])
        let call = Request.delivery("/limited", body: "").from(.ipv4(0x0A00_0001, port: 1))
        let forged = { (client: String, named: String) in
            call.with("X-Forwarded-For", client).with("Forwarded", "for=\(named)")
        }
        let victim = call.with("X-Forwarded-For", "198.51.100.7")

        let varied = try await bot.statuses((1...4).map { forged("192.0.2.1", "203.0.113.\($0)") })
        let other = try await bot.statuses([forged("192.0.2.2", "unknown"), forged("192.0.2.2", "unknown")])
        let naming = try await bot.statuses((1...3).map { forged("192.0.2.1\($0)", "198.51.100.7") })
        let victims = try await bot.statuses([victim, victim, victim])

        XCTAssertEqual(varied, [200, 200, 429, 429])
        XCTAssertEqual(other, [200, 200])
        XCTAssertEqual(naming, [200, 200, 429])
        XCTAssertEqual(victims, [200, 200, 429])
        let record = try XCTUnwrap(bot.records.all.first)
        XCTAssertEqual("\(record.client)", "192.0.2.1")
        XCTAssertTrue(record.isClientDisputed)
        XCTAssertEqual(bot.records.all.last?.isClientDisputed, false)
    }

    func testOperatorsRate_holdsForRoutesWithoutOneOfTheirOwn() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_HTTP_RATE_LIMIT": "1/1m"])
        let statuses = { (path: String) in
            try await bot.statuses(Array(repeating: Request.delivery(path, body: "").from(.friend()), count: 3))
        }

        let (listed, own, limited) = (
            try await statuses("/listed"), try await statuses("/own"), try await statuses("/limited")
        )

        XCTAssertEqual(listed, [200, 429, 429])
        XCTAssertEqual(own, [200, 429, 429])
        XCTAssertEqual(limited, [200, 200, 429])
    }

    func testOperatorsRate_holdsBesideOneOfAllSendersTogether() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_HTTP_RATE_LIMIT": "1/1m"])
        let call = Request.delivery("/together", body: "")

        let statuses = try await bot.statuses([.friend(), .friend(), .stranger(), .friend(1)].map(call.from))

        XCTAssertEqual(statuses, [200, 429, 200, 429])
    }
}
