import HarkTesting
import XCTest

private struct Routed: Plugin {
    static let manifest = Manifest<Self>(
        name: "routed",
        summary: "Has routes that are alike.",
        routes: [.post("/x/<int:id>", number), .post("/x/<name>", text), .get("/x/new", none)]
    )

    init(_ context: PluginContext) {}

    func number(id: Int) {}
    func text(name: String) {}
    func none() {}
}

final class AssertRouteTests: XCTestCase {
    func testRoute_isTheOneThatTakesTheRequest() async throws {
        try await assertRoute(Routed.self, "POST /x/1", goesTo: "POST /x/<int:id>")
        try await assertRoute(Routed.self, "POST /x/one?y=2", goesTo: "POST /x/<name>")
        try await assertRoute(Routed.self, "HEAD /x/new", goesTo: "HEAD /x/new")
    }

    func testRoute_isNil_whenNoneTakesTheRequest() async throws {
        try await assertRoute(Routed.self, "POST /y", goesTo: nil)
        try await assertRoute(Routed.self, "GET /x/1", goesTo: nil)
    }
}
