import HarkHost
import HarkTesting
import XCTest

private struct First: Plugin {
    static let manifest = Manifest<Self>(
        name: "first",
        summary: "Takes routes.",
        routes: [.post("/shared/<id>", one), .get("/page", none), .post("/first/<int:n>", one)],
        commands: [.command("deploy", help: "Deploys.", none)]
    )
    init(_ context: PluginContext) {}
    func none() {}
    func one(id: String) {}
}

private struct Second: Plugin {
    static let manifest = Manifest<Self>(
        name: "second",
        summary: "Takes the same routes.",
        routes: [.post("/shared/<name>", one), .post("/page", none)],
        commands: [.command("deploy", help: "Deploys too.", none)]
    )
    init(_ context: PluginContext) {}
    func none() {}
    func one(name: String) {}
}

final class PluginSetCheckTests: XCTestCase {
    func testFaults_nameBothPlugins_whenTheyTakeTheSameRequests() async {
        do {
            _ = try await TestBot(First.self, Second.self)
            XCTFail("it started")
        } catch {
            let faults = error.list.map(\.description)
            XCTAssertEqual(
                faults,
                [
                    "plugin second, route POST /shared/<name>: it takes the same requests as route POST /shared/<id> of "
                        + "plugin first; change one of them.",
                    "command “deploy”: both first and second declare it; rename one of them.",
                ]
            )
        }
    }
}
