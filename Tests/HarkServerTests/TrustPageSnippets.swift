import HarkServer

/// What `docs/Trust.md` shows of verifiers, compiled. `TrustPageTests` looks for these very lines in it.
struct TrustPageSnippets: Plugin {
    static let token = Setting<Secret>("HARK_SNIPPETS_SECRET", help: "The secret.")

    // page
    static let acme = Verifier(
        "acme",
        .signature("X-Acme-Signature", of: "{timestamp}.{body}", timestamp: .header("X-Acme-Time")),
        deliveryID: .header("X-Acme-Delivery")
    )
    // page

    static let manifest = Manifest<Self>(
        name: "snippets",
        summary: "Shows what the page shows.",
        settings: [token],
        routes: [
            // page
            .post("/deploys/<service>", .json, announceDeploy).verified(by: .github, with: \.secret),
            // page
            .post("/acme", .json, receive).verified(by: acme, with: \.secret)
                .allowing(from: "192.0.2.0/24").limited(to: 60, per: .seconds(60)),
        ]
    )

    struct Deploy: Decodable { let version: String }

    let secret: Secret

    init(_ context: PluginContext) throws { secret = try context.settings[Self.token] }

    func announceDeploy(_ delivery: Delivery<Deploy>, service: String) -> String {
        "\(service) \(delivery.body.version)"
    }
    func receive(_ delivery: Delivery<Deploy>) -> String { delivery.body.version }
}
