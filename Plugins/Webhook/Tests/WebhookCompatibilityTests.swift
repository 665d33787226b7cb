import HarkEvents
import TestSupport
import XCTest

@testable import WebhookPlugin

/// `.ci/networks/run` runs it against a fake platform, whose incoming webhooks receive nothing.
final class WebhookCompatibilityTests: XCTestCase {
    func testNetwork_isAsTheHostExpects() async throws {
        try await LabPeer.check(
            Webhook.self, on: .slackWebhook, settings: ["HARK_WEBHOOK_ROOMS": "general=SLACK_WEBHOOK_URL"],
            room: "#general", missingRoom: "#nowhere")
    }
}
