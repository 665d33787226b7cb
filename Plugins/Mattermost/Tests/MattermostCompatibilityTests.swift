import HarkEvents
import TestSupport
import XCTest

@testable import MattermostPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class MattermostCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Mattermost.self, on: .mattermost,
            settings: [
                "HARK_MATTERMOST_URL": "MATTERMOST_URL", "HARK_MATTERMOST_TOKEN": "MATTERMOST_TOKEN",
                "HARK_MATTERMOST_TEAM": "MATTERMOST_TEAM",
            ],
            room: "#general", missingRoom: "#nowhere")
    }
}
