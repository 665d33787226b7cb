public import HarkServer
private import Workloads

/// Ten thousand routes more.
public struct ManyRoutes: Plugin {
    public static let manifest = Manifest<Self>(
        name: "many-routes",
        summary: "Fills the routing tree.",
        routes: serviceRules(7..<10_007).map { .post($0, .raw, sync) }
    )

    public init(_ context: PluginContext) {}

    func sync(_ delivery: Delivery<[UInt8]>) -> String { received(delivery.body.count) }
}
