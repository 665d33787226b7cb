import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// Records each evaluation of its manifest.
private struct Evaluated: Plugin {
    static let evaluations = Recording<Void>()
    static var manifest: Manifest<Self> {
        evaluations.append(())
        return Manifest(
            name: "evaluated", summary: "Counts.", routes: [.post("/evaluated/<name>", greet)],
            commands: [.command("greet <name>", help: "Greets.", greet)])
    }

    init(_ context: PluginContext) {}

    func greet(name: String) -> String { "Hello, \(name)." }
}

final class BotConfigurationTests: XCTestCase {
    func testManifest_isEvaluatedOnce_whenABotStarts() async throws {
        let count = Evaluated.evaluations.all.count

        let bot = try await TestBot(Evaluated.self)

        XCTAssertEqual(Evaluated.evaluations.all.count, count + 1)
        let answers = await bot.send("!greet Ada")
        XCTAssertEqual(answers, ["Hello, Ada."])
    }

    func testReading_knowsTheSettingsOfANetworkThatIsNotChosen() {
        let environment = ["HARK_CHAT": "terminal", "HARK_NETWORKPROBE_TOKEN": "x"]

        let reading = BotConfiguration([NetworkProbe.self], environment).reading

        XCTAssertEqual(reading.warnings, [])
        XCTAssertEqual(reading.faults, [])
    }

    func testReading_hasTheFaultsOfTheChosenNetworks() {
        let configuration = BotConfiguration([NetworkProbe.self], ["HARK_CHAT": "radio"])

        XCTAssertEqual(configuration.networks, ["terminal"])
        XCTAssertEqual(configuration.plugins.map(\.name), [])
        XCTAssertEqual(configuration.reading.faults.map(\.subject), ["HARK_CHAT"])
    }
}
