import HarkTesting
import XCTest

final class ReleasesTests: XCTestCase {
    func testRelease_isAnnouncedOnce() async throws {
        let bot = try await TestBot(Releases.self, http: [.text("2.0"), .text("2.0"), .text("2.1"), .text("2.1")])

        await bot.advance(by: .minutes(15))
        let restarted = try await bot.crash()
        await restarted.advance(by: .minutes(5))

        XCTAssertEqual(restarted.chat.sent, ["[#general] 2.0 is out.", "[#general] 2.1 is out."])
    }

    func testSummary_isSaidOnWorkingDays() async throws {
        // A Friday, 8:59 in Berlin.
        let friday = Date(timeIntervalSince1970: 1_767_340_740)
        let bot = try await TestBot(Releases.self, at: friday)
        try await bot.pluginStore(of: Releases.self).set(7, for: "count")

        await bot.advance(by: .minutes(1))

        XCTAssertEqual(bot.chat.sent, ["[#general] 7 releases so far."])
    }
}
