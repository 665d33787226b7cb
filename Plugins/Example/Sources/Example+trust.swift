import Hark

// Three rows above send messages to the chat without authentication. `allowing(from:)` restricts them to the bot's own
// machine, unless `HARK_EXAMPLE_CALLERS` names other addresses; the bot still warns about them at the start. Your own
// rows should require authentication, as this one does.
//
// A row with a verifier only accepts authenticated deliveries: forged, stale and repeated ones never get here. A secret
// that is not set is generated at the first start; `hark secret example` shows it.
extension Example {
    /// `curl -d '{"version":"1.2"}' -H 'Content-Type: application/json' -H "X-Release-Token: …"
    /// localhost:3141/releases`
    func announceRelease(_ delivery: Delivery<Release>) async throws {
        try await chat.announce("Version \(delivery.body.version) is out.")
    }
}

/// What `/releases` takes.
struct Release: Decodable {
    let version: String
}
