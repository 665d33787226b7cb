import HarkTesting
import XCTest

final class TicketsTests: XCTestCase {
    private let environment = ["HARK_TICKETS_TOKEN": "t1"]

    func testTicket_isDescribed() async throws {
        let bot = try await TestBot(
            Tickets.self, environment: environment, http: [.json(["title": "Warm the pot", "state": "open"])])

        let answers = await bot.send("is TEA-7 done?")

        XCTAssertEqual(answers, ["TEA-7 Warm the pot (open) https://tickets.example.org/7"])
        XCTAssertEqual(bot.http.requests.map { $0.headers[.authorization] }, ["Bearer t1"])
    }

    func testNothingIsSaid_whenTheTicketIsUnknown_orTheServerIsSlow() async throws {
        let bot = try await TestBot(
            Tickets.self, environment: environment, http: [.status(.notFound), .failure(.timedOut)])

        let answers = [await bot.send("TEA-404"), await bot.send("TEA-8")]

        XCTAssertEqual(answers, [[], []])
        XCTAssertEqual(bot.http.requests.count, 2)
    }

    func testNothingIsAsked_withoutAToken() async throws {
        let bot = try await TestBot(Tickets.self)

        let answers = await bot.send("TEA-7")

        XCTAssertEqual(answers, [])
        XCTAssertEqual(bot.http.requests, [])
    }
}
