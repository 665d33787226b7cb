import Hark

// A row that names a verifier lets nothing through that does not prove where it comes from: forged, stale and repeated
// deliveries never get here. A secret that nobody set is made at the first start; `hark secret example` shows it.
extension Example {
    /// `curl -d '{"version":"1.2"}' -H 'Content-Type: application/json' -H "X-Release-Token: …" localhost:3141/releases`
    func released(_ delivery: Delivery<Release>) async throws {
        try await chat.announce("Version \(delivery.body.version) is out.")
    }
}

/// What `/releases` takes.
struct Release: Decodable {
    let version: String
}
