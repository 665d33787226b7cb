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

private struct Git: Plugin {
    static let secret = Setting("HARK_GIT_HUB_SECRET", default: "", help: "The secret of git's hub.")
    static let manifest = Manifest<Self>(name: "git", summary: "Has a hub.", settings: [secret])
    init(_ context: PluginContext) {}
}

private struct GitHub: Plugin {
    static let secret = Setting("HARK_GIT_HUB_SECRET", default: "", help: "The secret of the hub.")
    static let manifest = Manifest<Self>(name: "git-hub", summary: "Is a hub.", settings: [secret])
    init(_ context: PluginContext) {}
}

private struct Base: Plugin {
    static let url = Setting("HARK_BASE_URL", default: "", help: "Where the base is.")
    static let manifest = Manifest<Self>(name: "base", summary: "Has a URL.", settings: [url])
    init(_ context: PluginContext) {}
}

final class PluginSetCheckTests: XCTestCase {
    func testFaults_nameTheVariable_thatTwoPluginsOrTheHostDeclare() async {
        do {
            _ = try await TestBot(Base.self, Git.self, GitHub.self)
            XCTFail("it started")
        } catch {
            XCTAssertEqual(
                error.list.map(\.description),
                [
                    "plugin base, setting HARK_BASE_URL: the bot declares it too; rename it.",
                    "plugin git-hub, setting HARK_GIT_HUB_SECRET: plugin git declares it too; rename one of them.",
                ])
        }
    }

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
