import Hark

/// Counts deploys.
struct Tally: Plugin {
    static let manifest = Manifest<Self>(
        name: "tally",
        summary: "Counts deploys.",
        routes: [.post("/tally/<any(api,web):service>", count)],
        commands: [.command("tally <service>", help: "Says how often a service was deployed.", tally)]
    )

    /// What changes. Its keys are those of the rule: strangers must not be able to make it grow.
    actor Counts {
        private var counts: [String: Int] = [:]

        func add(_ service: String) { counts[service, default: 0] += 1 }
        func count(of service: String) -> Int { counts[service] ?? 0 }
    }

    let counts = Counts()

    init(_ context: PluginContext) {}

    func count(service: String) async -> String {
        await counts.add(service)
        return await tally(service: service)
    }

    func tally(service: String) async -> String { "\(service): \(await counts.count(of: service))" }
}
