package import HarkHost

/// A plugin whose senders sign the URL, or prove themselves in one of several ways.
package struct ProofProbe: Plugin {
    static let twilio = Setting<Secret>("HARK_PROOFPROBE_TWILIO", help: "Twilio's.")
    static let svix = Setting<Secret>("HARK_PROOFPROBE_SVIX", help: "Svix's.")
    static let gitlab = Setting<Secret>("HARK_PROOFPROBE_GITLAB", help: "Ours.")

    package static let environment = [
        "HARK_PROOFPROBE_TWILIO": "12345", "HARK_PROOFPROBE_GITLAB": "glab-token",
        "HARK_PROOFPROBE_SVIX": SignedSample.svix.secret,
    ]

    package static let manifest = Manifest<Self>(
        name: "proofprobe",
        summary: "Takes proofs of the URL, and of several kinds.",
        settings: [twilio, svix, gitlab],
        routes: [
            .post("/myapp.php", run).verified(by: .twilio, with: \.twilio),
            .post("/svix", run).verified(by: .standardWebhooks, with: \.svix),
            .post("/gitlab", run).verified(by: .gitlab, with: \.gitlab),
        ]
    )

    let twilio: Secret
    let svix: Secret
    let gitlab: Secret

    package init(_ context: PluginContext) throws {
        twilio = try context.settings[Self.twilio]
        svix = try context.settings[Self.svix]
        gitlab = try context.settings[Self.gitlab]
    }

    func run() {}
}
