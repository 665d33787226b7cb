import HarkTesting
import XCTest

final class TallyTests: XCTestCase {
    func testTally_countsDeliveries_ofEachServiceApart() async throws {
        let bot = try await TestBot(Tally.self)

        var answers: [String] = []
        for service in ["api", "web", "api"] { answers.append(try await bot.post("/tally/\(service)", text: "").text) }
        let other = try await bot.post("/tally/other", text: "")

        XCTAssertEqual(answers, ["api: 1", "web: 1", "api: 2"])
        XCTAssertEqual(other.status, .notFound)
    }
}
