import HarkEvents
import TestSupport
import XCTest

@testable import RocketChatPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class RocketChatCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            RocketChat.self, on: .rocketChat,
            settings: [
                "HARK_ROCKETCHAT_URL": "ROCKETCHAT_URL", "HARK_ROCKETCHAT_USER": "ROCKETCHAT_USER_ID",
                "HARK_ROCKETCHAT_TOKEN": "ROCKETCHAT_TOKEN", "HARK_ROCKETCHAT_WEBHOOK_TOKEN": "ROCKETCHAT_HOOK_TOKEN",
            ],
            room: "#general", missingRoom: "#nowhere",
            calls: LabPeer.Calls(route: "/rocketchat", check: "api/v1/me"))
    }
}
