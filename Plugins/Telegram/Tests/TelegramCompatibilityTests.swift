import HarkEvents
import TestSupport
import XCTest

@testable import TelegramPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class TelegramCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Telegram.self, on: .telegram,
            settings: ["HARK_TELEGRAM_TOKEN": "TELEGRAM_TOKEN", "HARK_TELEGRAM_API": "TELEGRAM_API_URL"],
            room: "$TELEGRAM_CHAT", missingRoom: "-1009999999999")
    }
}
