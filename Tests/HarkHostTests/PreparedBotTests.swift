import HarkTesting
import XCTest

@testable import HarkHost

/// Has a fault in its manifest, and one when an instance is made.
private struct Faulty: Plugin {
    struct Failure: Error, CustomStringConvertible {
        let description = "it cannot be made."
    }

    static let manifest = Manifest<Self>(
        name: "faulty", summary: "Has faults.", routes: [.get("faulty", show)])

    init(_ context: PluginContext) throws { throw Failure() }

    func show() {}
}

final class PreparedBotTests: XCTestCase {
    private func prepare(_ plugins: [any Plugin.Type], _ environment: [String: String]) throws(Faults) -> PreparedBot {
        try PreparedBot(
            BotConfiguration(plugins, environment), networks: [RecordedChat()], isStrict: nil, HostDependencies())
    }

    func testFaults_areReportedTogether_thoseOfTheEnvironmentFirst() {
        let environment = [
            "HARK_WORKERS": "many", "HARK_ROOMS": "radio:#a", "HARK_OPEN_PLUGINS": "other",
            "HARK_ACCESS": "fly = anyone",
        ]

        XCTAssertThrowsError(try prepare([Faulty.self], environment)) { error in
            XCTAssertEqual(
                (error as? Faults)?.list.map(\.subject),
                [
                    "", "plugin faulty, route GET faulty", "plugin faulty", "HARK_ROOMS", "HARK_OPEN_PLUGINS",
                    "HARK_ACCESS",
                ]
            )
        }
    }

    func testPlugins_haveInstances_andNoneIsActive() throws {
        let bot = try prepare([DeployProbe.self], [:])

        XCTAssertEqual(bot.registry.names, ["deploys"])
        XCTAssertEqual(bot.registry.plugins.map { $0.isActive() }, [false])
        XCTAssertFalse(bot.schedules.contains { $0.bound.isActive() })
    }
}
