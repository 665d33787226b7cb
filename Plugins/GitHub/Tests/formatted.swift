import XCTest

@testable import GitHubPlugin
@testable import HarkEvents

/// The chat line for a payload, which is written without what all payloads share: repository `octo/repo`, sender `ada`.
/// A field that the test writes itself takes the place of the shared one of that name.
func formatted(_ event: String, _ fields: String) throws -> String? {
    let json = """
        {
            "repository": {"name": "repo", "full_name": "octo/repo", "html_url": "https://github.com/octo/repo"},
            "sender": {"login": "ada"},
            \(fields)
        }
        """
    return try webhookEvent(event, Array(json.utf8)).notification?.text
}

/// What the plugin makes of a payload.
func webhookEvent(_ event: String?, _ json: [UInt8]) throws -> WebhookEvent {
    GitHub.provider.events.webhookEvent(event.map { UntrustedText($0) }, PayloadView(try JSONValue(parsing: json)))
}
