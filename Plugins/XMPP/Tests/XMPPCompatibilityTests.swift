import HarkEvents
import TestSupport
import XCTest

@testable import XMPPPlugin

/// `.ci/networks/run` runs it against Prosody.
final class XMPPCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            XMPP.self, on: .xmpp,
            settings: [
                "HARK_XMPP_SERVER": "LAB_XMPP_SERVER", "HARK_XMPP_JID": "LAB_XMPP_JID",
                "HARK_XMPP_PASSWORD": "LAB_XMPP_PASSWORD",
            ],
            room: "lab@conference.lab.test", missingRoom: "nobody@lab.test")
    }
}
