import HarkEvents
import TestSupport
import XCTest

@testable import GoogleChatPlugin

/// `.ci/networks/run` runs it against a fake platform.
final class GoogleChatCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            GoogleChat.self, on: .googleChat,
            settings: [
                "HARK_GOOGLECHAT_ACCOUNT": "@GOOGLECHAT_ACCOUNT", "HARK_GOOGLECHAT_API": "GOOGLECHAT_API_URL",
                "HARK_GOOGLECHAT_AUDIENCE": "GOOGLECHAT_PROJECT", "HARK_GOOGLECHAT_KEYS": "GOOGLECHAT_CERTS_URL",
            ],
            room: "#general", missingRoom: "#nowhere",
            calls: LabPeer.Calls(route: "/googlechat", check: "v1/spaces$", hasAddressedAlone: true))
    }
}
