import HarkTesting
import TestSupport
import XCTest

final class BearerTests: XCTestCase {
    func testBearer_takesSpacesAndAnyCaseOfTheScheme_andNoOtherToken() async throws {
        let bot = try await TrustBot(AccessProbe.self, environment: ["HARK_ACCESSPROBE_TOKEN": "tok"])
        let values = [
            "Bearer tok", "bearer tok", "Bearer   tok", "Bearertok", "Bearer tok2", "Bearer to", "Bearer ", "tok",
        ]

        let statuses = try await bot.statuses(values.map { .delivery("/bearer", ["Authorization": $0], body: "") })

        XCTAssertEqual(statuses, [200, 200, 200, 401, 401, 401, 401, 401])
    }
}
