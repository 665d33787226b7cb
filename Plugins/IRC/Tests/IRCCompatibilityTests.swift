import HarkEvents
import TestSupport
import XCTest

@testable import IRCPlugin

/// `.ci/networks/run` runs it against ngIRCd.
final class IRCCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            IRC.self, on: .irc,
            settings: [
                "HARK_IRC_SERVER": "LAB_IRC_SERVER", "HARK_IRC_PASSWORD": "LAB_IRC_PASSWORD",
                "HARK_IRC_INTERVAL": "LAB_IRC_INTERVAL",
            ],
            room: "#lab", missingRoom: "@nobody")
    }
}
