import HarkHost
import TestSupport
import XCTest

/// What `ManifestCheck` says of rows whose senders cannot prove themselves as the row has it.
final class TrustManifestTests: XCTestCase {
    func testFaults_nameEveryRowAndWhatToWrite() {
        let faults = Catalog.Entry(TrustFaultProbe.self).faults.map(\.description)

        XCTAssertEqual(
            faults,
            [
                "secretless: its verifier needs a secret; write .verified(by: …, with: \\.secret).",
                "unknown: its signed content has the unknown placeholder {nonce}.",
                "timeless: its signed content has {timestamp}; say where the timestamp stands.",
                "nameless: “X Signature” is not a valid header name.",
                "rangeless: “10.0.0.0/33” is not a valid address or CIDR range.",
                "rangeless: “example.org” is not a valid address or CIDR range.",
                "tokenless: its handshake needs a secret of its own; write .handshake(.meta, with: \\.verifyToken).",
                "proofless: its verifier has no proof.",
                "bodiless: its signed content does not hold the body; add {body}.",
                "openness: its handshake is signed; write .verified(by: …, with: \\.secret) too.",
                "limitless: its limit is not 1 to 1,000,000 requests in 100 ms to 24 h.",
                "claimless: its verifier needs expected values of TopicArn; write "
                    + ".verified(by: …, expecting: \\.claims).",
            ].map { "plugin trustfaultprobe, route POST /\($0)" }
        )
    }

    func testFaults_areNone_forRowsThatAreRight() {
        XCTAssertEqual(Catalog.Entry(SecretProbe.self).faults, [])
        XCTAssertEqual(Catalog.Entry(HandshakeProbe.self).faults, [])
        XCTAssertEqual(Catalog.Entry(AccessProbe.self).faults, [])
        XCTAssertEqual(Catalog.Entry(ProofProbe.self).faults, [])
    }

    func testFaults_keepTheBotFromStarting() async {
        let faults = await startFaults(TrustFaultProbe.self)

        XCTAssertEqual(faults.count, 12, "\(faults)")
    }
}

/// A plugin whose every row has a fault.
private struct TrustFaultProbe: Plugin {
    static let manifest = Manifest<Self>(
        name: "trustfaultprobe",
        summary: "Has a fault in the trust of every row.",
        routes: [
            .post("/secretless", run).verified(by: .github),
            .post("/unknown", run).verified(by: Verifier("a", .signature("X-A", of: "{nonce}{body}")), with: \.secret),
            .post("/timeless", run)
                .verified(by: Verifier("b", .signature("X-A", of: "{timestamp}.{body}")), with: \.secret),
            .post("/nameless", run).verified(by: Verifier("c", .signature("X Signature")), with: \.secret),
            .post("/rangeless", run).allowing(from: "10.0.0.0/33", "10.0.0.0/8", "example.org"),
            .post("/tokenless", run).verified(by: .meta, with: \.secret),
            .post("/proofless", run).verified(by: Verifier("d")),
            .post("/bodiless", run).verified(by: Verifier("e", .signature("X-A", of: "{url}")), with: \.secret),
            .post("/openness", run).handshake(.slack),
            .post("/certified", run).verified(by: .clientCertificate),
            .post("/limitless", run).limited(to: 0, per: .seconds(1)),
            .post("/claimless", run).verified(by: .amazonSNS),
        ]
    )

    let secret = Secret("secret")

    init(_ context: PluginContext) {}

    func run() {}
}
