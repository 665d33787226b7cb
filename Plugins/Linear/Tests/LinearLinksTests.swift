import HarkTesting
import LinearPlugin
import XCTest

final class LinearLinksTests: XCTestCase {
    private static let answer: JSONValue = [
        "data": [
            "issue": [
                "title": "Brew it", "url": "https://linear.app/acme/issue/ENG-123", "state": ["name": "In Progress"],
            ]
        ]
    ]

    func testIssue_isAnswered() async throws {
        let bot = try await TestBot(
            Linear.self, environment: ["HARK_LINEAR_TOKEN": "lin_api_1"], http: [.json(Self.answer)])

        let answers = await bot.send("ENG-123?")

        XCTAssertEqual(answers, ["[ENG-123] Brew it (In Progress) https://linear.app/acme/issue/ENG-123"])
        let request = try XCTUnwrap(bot.http.requests.first)
        XCTAssertEqual(request.url, "https://api.linear.app/graphql")
        XCTAssertEqual(request.headers[.authorization], "lin_api_1")
        XCTAssertTrue(request.text.contains(#""variables":{"id":"ENG-123"}"#), request.text)
    }

    func testIssue_isNotAnswered_whenItIsUnknown() async throws {
        let unknown: JSONValue = ["data": .null, "errors": [["message": "Entity not found: Issue"]]]
        let bot = try await TestBot(
            Linear.self, environment: ["HARK_LINEAR_TOKEN": "oauth"], http: [.json(unknown)])

        let answers = await bot.send("ENG-404")

        XCTAssertEqual(answers, [])
        XCTAssertEqual(bot.http.requests.first?.headers[.authorization], "Bearer oauth")
    }

    func testRequests_pause_whenThereWereTooMany() async throws {
        let limited: JSONValue = ["errors": [["extensions": ["code": "RATELIMITED"]]]]
        let bot = try await TestBot(
            Linear.self, environment: ["HARK_LINEAR_TOKEN": "lin_api_1"],
            http: [.json(limited, status: .badRequest), .json(Self.answer)])

        let first = await bot.send("ENG-123 ENG-124")
        bot.clock.advance(by: .seconds(61))
        let later = await bot.send("ENG-123")

        XCTAssertEqual([first.count, later.count], [0, 1])
        XCTAssertEqual(bot.http.requests.count, 2)
    }
}
