import HarkTesting
import XCTest

final class PagerTests: XCTestCase {
    func testPage_asksThePager() async throws {
        let bot = try await TestBot(Pager.self, http: [.status(.created), .text("full", status: .conflict)])

        let answers = [await bot.send("!page ada"), await bot.send("!page ben")]

        XCTAssertEqual(answers, [["ada is paged."], ["The pager answers 409."]])
        XCTAssertEqual(bot.http.requests.map(\.text), [#"{"to":"ada"}"#, #"{"to":"ben"}"#])
    }
}
