public import HarkServer
internal import Workloads

/// The workloads, and fillers up to twelve routes.
public struct Bench: Plugin {
    public static let manifest = Manifest<Self>(
        name: "bench",
        summary: "Answers the benchmark's requests.",
        routes: [
            .post("/sync", .raw, sync),
            .post("/suspend", .raw, suspend),
            .post("/stored", .raw, sync).durable(),
            .post("/slow", .raw, slow).durable(),
            .post("/push", .json, push),
        ] + serviceRules(0..<7).map { .post($0, .raw, sync) }
    )

    private let tally = Tally()

    public init(_ context: PluginContext) {}

    func sync(_ delivery: Delivery<[UInt8]>) -> String { received(delivery.body.count) }

    func suspend(_ delivery: Delivery<[UInt8]>) async -> String {
        _ = await tally.count()
        return received(delivery.body.count)
    }

    /// Takes as long as a call of another server.
    func slow(_ delivery: Delivery<[UInt8]>) async throws -> String {
        try await Task.sleep(for: .milliseconds(10))
        return received(delivery.body.count)
    }

    func push(_ delivery: Delivery<Workloads.Push>) -> String { delivery.body.summary }
}

/// The URL rules of services numbered so.
func serviceRules(_ numbers: Range<Int>) -> [String] { numbers.map { "/services/\($0)/deploys" } }
