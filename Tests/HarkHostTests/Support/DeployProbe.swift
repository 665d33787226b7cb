import HarkTesting

/// A plugin with a durable row, whose handler does what its deliveries say.
struct DeployProbe: Plugin {
    static let manifest = Manifest<Self>(
        name: "deploys", summary: "Deploys.",
        routes: [
            .post("/deploys/<service>", .json, deploy).durable(within: .seconds(60), attempts: 3),
            .post("/serial", .json, build).durable(key: \.body.service, .serial),
            .post("/latest", .json, build).durable(key: \.body.service, .latest),
            .post("/cancelling", .json, build).durable(key: \.body.service, .latest(cancelling: true)),
            .post("/signed", .json, build).verified(by: .github, with: \.secret).durable(),
            .post("/answering", .json, build),
        ])

    struct Deploy: Decodable, Sendable {
        let version: String
        let service: String?
        /// What the handler does besides speaking: `fail`, `refuse`, `busy`, `ignore`, `hang`, or `resign`, which hangs
        /// until it is cancelled and then wants to run again.
        let then: String?
        /// How often it does that before it works.
        let times: Int?
    }

    struct Failure: Error, CustomStringConvertible { let description = "the machine is on fire" }

    let chat: Chat
    let secret = Secret("It's a Secret to Everybody")
    private let attempts = Attempts()
    /// The attempts that hang, also those before a restart: tests name different versions.
    private static let hanging = Attempts()

    init(_ context: PluginContext) { chat = context.chat }

    func deploy(_ delivery: Delivery<Deploy>, service: String) async throws -> HandlerOutcome {
        try await run(delivery.body, of: service)
    }

    func build(_ delivery: Delivery<Deploy>) async throws -> HandlerOutcome {
        try await run(delivery.body, of: delivery.body.service ?? "nothing")
    }

    private func run(_ deploy: Deploy, of service: String) async throws -> HandlerOutcome {
        try await chat.announce("\(service) \(deploy.version)")
        let attempts = deploy.then == "hang" ? Self.hanging : attempts
        guard let then = deploy.then, await attempts.count(of: deploy.version) <= deploy.times ?? .max else {
            return .handled(.text("deployed"))
        }
        switch then {
        case "fail": throw Failure()
        case "refuse": throw Rejection(.forbidden, "Not on Sundays.")
        case "busy": return .retry(after: .seconds(90))
        case "ignore": return .ignored("it is only a test")
        case "resign":
            try? await Task.sleep(for: .seconds(3600))
            return .retry(after: .seconds(30))
        default:
            while true { try await Task.sleep(for: .seconds(3600)) }
        }
    }

    private actor Attempts {
        private var counts: [String: Int] = [:]

        func count(of version: String) -> Int {
            counts[version, default: 0] += 1
            return counts[version] ?? 0
        }
    }
}
