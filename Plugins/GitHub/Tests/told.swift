import Hark

@testable import GitHubPlugin

/// The chat line for a payload, which is written without what all payloads share: repository `octo/repo`, sender `ada`.
/// A field that the test writes itself comes before the shared one of that name, and so is the one decoded.
func told(_ event: String, _ fields: String) throws -> String? {
    let json = """
        {
            \(fields),
            "repository": {"name": "repo", "full_name": "octo/repo", "html_url": "https://github.com/octo/repo"},
            "sender": {"login": "ada"}
        }
        """
    return try Occurrence(name: event, json: Array(json.utf8)).event.line?.text
}
