import HarkEvents
import TestSupport
import XCTest

@testable import ZulipPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class ZulipCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Zulip.self, on: .zulip,
            settings: [
                "HARK_ZULIP_URL": "ZULIP_SITE", "HARK_ZULIP_EMAIL": "ZULIP_EMAIL", "HARK_ZULIP_KEY": "ZULIP_API_KEY",
            ],
            room: "#general", missingRoom: "#nowhere")
    }
}
