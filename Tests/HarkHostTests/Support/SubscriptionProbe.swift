import HarkHost
import TestSupport

/// A plugin with a route for each service whose applications subscribe to events. Each run is said in `#runs`.
struct SubscriptionProbe: Plugin {
    private static let verifiers: KeyValuePairs<String, Verifier> = [
        "GRAPH": .microsoftGraph, "DROPBOX": .dropbox, "TWITCH": .twitch, "XERO": .xero, "GRID": .eventGrid,
        "CLOUDEVENTS": .cloudEvents(from: "eventgrid.azure.net", "example.org", rate: 120),
    ]

    static let environment = Dictionary(
        uniqueKeysWithValues: verifiers.map { ("HARK_SUBSCRIPTIONPROBE_\($0.key)", "secret-of-\($0.key)") })

    static let manifest = Manifest<Self>(
        name: "subscriptionprobe",
        summary: "Answers what services ask before they deliver.",
        settings: verifiers.map { setting($0.key) },
        routes: verifiers.map { name, verifier in
            .post("/\(name.lowercased())", .raw, run).verified(by: verifier, with: \.[name])
        }
    )

    private let secrets: [String: Secret]
    private let chat: Chat

    init(_ context: PluginContext) throws {
        secrets = try Self.verifiers.reduce(into: [:]) { secrets, row in
            secrets[row.key] = try context.settings[Self.setting(row.key)]
        }
        chat = context.chat
    }

    private static func setting(_ name: String) -> Setting<Secret> {
        Setting("HARK_SUBSCRIPTIONPROBE_\(name)", help: "Proves deliveries.")
    }

    private subscript(_ name: String) -> Secret { secrets[name] ?? Secret("") }

    func run(_ delivery: Delivery<[UInt8]>) async throws { try await chat.send("\(delivery.path)", to: "#runs") }
}
