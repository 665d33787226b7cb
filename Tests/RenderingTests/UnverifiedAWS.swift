import HarkEvents

@testable import AWSPlugin

/// AWS's announcements at a row without a verifier: the signatures are Amazon's alone, so that no fixture has one.
struct UnverifiedAWS: Plugin {
    static let manifest = Manifest<Self>(
        name: "aws", summary: "Announces messages without verifying them.", settings: AWS.notifierSettings.all,
        routes: [.post("/aws", .event(of: AWS.events), announce)],
        events: AWS.events.declaration(filteredBy: AWS.notifierSettings.events))

    let notifier: Notifier

    init(_ context: PluginContext) throws { notifier = try Notifier(AWS.notifierSettings, context) }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> HandlerOutcome {
        try await notifier.announce(delivery)
    }
}
