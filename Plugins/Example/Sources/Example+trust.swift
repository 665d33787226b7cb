import Hark

// Three rows above speak in the chat and ask for no proof. `allowing(from:)` keeps them to the bot's own machine,
// unless `HARK_EXAMPLE_CALLERS` names others; the bot warns of them when it starts all the same. A row of yours should
// ask for proof, as this one does.
//
// A row that names a verifier lets nothing through that does not prove where it comes from: forged, stale and repeated
// deliveries never get here. A secret that is not set is generated at the first start; `hark secret example` shows it.
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
