import HarkLoopback
import XCTest

final class BuildsTests: XCTestCase {
    func testManifest_hasNoFault() {
        checkManifest(Builds.self)
    }

    func testBuild_isAnnounced_whenItHasEnded() async throws {
        let bot = try await TestBot(Builds.self, environment: ["HARK_ROOMS": "#ci"])

        let running = try await bot.post("/builds/api", json: #"{"number":7,"state":"running"}"#)
        let passed = try await bot.post("/builds/api", json: #"{"number":7,"state":"passed"}"#)

        XCTAssertEqual([running.text, passed.text], ["ignored: a build that still runs", ""])
        XCTAssertEqual(bot.chat.sent, ["[#ci] api #7 passed"])
    }

    func testBuild_isAnnounced_overASocket() async throws {
        let bot = try await LoopbackBot(Builds.self)

        let response = try await bot.post("/builds/api", json: #"{"number":7,"state":"failed"}"#)
        await bot.stop()

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent, ["[#general] api #7 failed"])
    }
}
