import HarkEvents
import TestSupport
import XCTest

@testable import TeamsPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class TeamsCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Teams.self, on: .teams,
            settings: [
                "HARK_TEAMS_ROOMS": "general=TEAMS_WORKFLOW_URL", "HARK_TEAMS_SECRET": "TEAMS_OUTGOING_SECRET",
                "HARK_TEAMS_CHANNELS": "general=LAB_ROOM",
            ],
            room: "#general", missingRoom: "#nowhere",
            calls: LabPeer.Calls(route: "/teams", check: nil, hasAddressedAlone: true))
    }
}
