package import Hark

/// Takes what every sender that Hark knows may send, each on a row of its own, and answers `OK`.
package struct Senders: Plugin {
    package static let manifest = Manifest<Self>(
        name: "senders",
        summary: "Has one verified row for every sender that Hark knows.",
        settings: Verifier.allNamed.filter(\.needsSecret).map(\.secret),
        routes: Verifier.allNamed.map(row)
    )

    private let secrets: [String: Secret]

    package init(_ context: PluginContext) throws {
        secrets = try Verifier.allNamed.filter(\.needsSecret).reduce(into: [:]) { secrets, verifier in
            secrets[verifier.name] = try context.settings[verifier.secret]
        }
    }

    private static func row(for verifier: Verifier) -> Route<Self> {
        let row = Route.post("/\(verifier.path)", .payload, taken).verified(by: verifier, with: \.[verifier.name])
        guard let handshake = verifier.handshake, handshake.needsOwnSecret else { return row }
        return row.handshake(handshake, with: \.[verifier.name])
    }

    private subscript(_ name: String) -> Secret { secrets[name] ?? Secret("") }

    private func taken(_ delivery: Delivery<Payload>) -> String { "OK" }
}

extension Verifier {
    /// Where its sender delivers, without the slash in front: `standard-webhooks`.
    fileprivate var path: String { String(name.map { $0 == " " ? "-" : $0 }) }

    /// The setting of its secret: `HARK_SENDERS_STANDARD_WEBHOOKS`.
    fileprivate var secret: Setting<Secret> {
        let suffix = String(name.uppercased().map { $0.isLetter || $0.isNumber ? $0 : "_" })
        return Setting("HARK_SENDERS_\(suffix)", help: "Proves deliveries of \(name).")
    }
}
