import HarkEvents
import TestSupport
import XCTest

@testable import DiscordPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class DiscordCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Discord.self, on: .discord,
            settings: ["HARK_DISCORD_TOKEN": "DISCORD_TOKEN", "HARK_DISCORD_API": "DISCORD_API_URL"],
            room: "#general", missingRoom: "#nowhere")
    }
}
