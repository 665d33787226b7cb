import HarkEvents
import TestSupport
import XCTest

@testable import SlackPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class SlackCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Slack.self, on: .slack,
            settings: [
                "HARK_SLACK_TOKEN": "SLACK_BOT_TOKEN", "HARK_SLACK_APP_TOKEN": "SLACK_APP_TOKEN",
                "HARK_SLACK_API": "SLACK_API_URL",
            ],
            room: "#general", missingRoom: "#nowhere")
    }
}
