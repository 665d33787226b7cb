import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

final class NetworkChoiceTests: XCTestCase {
    private struct Quiet: Plugin {
        static let manifest = Manifest<Self>(name: "quiet", summary: "Is no network.")
        init(_ context: PluginContext) {}
    }

    private func choice(_ environment: [String: String]) -> NetworkChoice {
        NetworkChoice(Catalog.entries(of: [Quiet.self, NetworkProbe.self]), terminal: "terminal", environment)
    }

    func testChoice_isTheTerminal_whenNoNetworkHasASetting() {
        let choice = choice([:])

        XCTAssertEqual(choice.names, ["terminal"])
        XCTAssertEqual(choice.plugins.map(\.name), ["quiet"])
    }

    func testChoice_isEveryNetworkWithASetting() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "hark-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("x".utf8).write(to: folder.appending(path: "HARK_NETWORKPROBE_TOKEN"))
        for environment in [
            ["HARK_NETWORKPROBE_TOKEN": "x"], ["HARK_NETWORKPROBE_TOKEN_FILE": "/x"], ["HARK_NETWORKPROBE_ROOMS": "#a"],
            ["CREDENTIALS_DIRECTORY": folder.path],
        ] {
            let choice = choice(environment)

            XCTAssertEqual(choice.names, ["networkprobe"], "\(environment)")
            XCTAssertEqual(choice.plugins.map(\.name), ["quiet", "networkprobe"], "\(environment)")
        }
    }

    func testChoice_isWhatIsNamed_inThatOrder() {
        let token = ["HARK_NETWORKPROBE_TOKEN": "x"]
        let cases: [(String, [NetworkName])] = [
            ("terminal", ["terminal"]), ("terminal,networkprobe", ["terminal", "networkprobe"]),
            ("networkprobe,terminal,networkprobe", ["networkprobe", "terminal"]), ("auto", ["networkprobe"]),
            ("terminal,auto", ["terminal", "networkprobe"]),
        ]
        for (text, names) in cases {
            let choice = choice(token.merging(["HARK_CHAT": text]) { $1 })

            XCTAssertEqual(choice.names, names, text)
            XCTAssertEqual(choice.faults, [], text)
        }
    }

    func testChoice_hasAFault_forANetworkThatIsNotCompiledIn() {
        let choice = choice(["HARK_CHAT": "networkprob,terminal"])

        XCTAssertEqual(
            choice.faults.map(\.description),
            [
                "HARK_CHAT: this bot has no chat network “networkprob”; it has terminal, networkprobe. "
                    + "Did you mean networkprobe?"
            ])
    }

    func testStart_fails_forARoomOnANetworkThatIsNotConnected() async {
        do throws(Faults) {
            _ = try await TestBot(Quiet.self, environment: ["HARK_ROOMS": "#a,slack:#ops,recordet:#b"])
            XCTFail("it started")
        } catch {
            XCTAssertEqual(
                error.list.map(\.description),
                [
                    "HARK_ROOMS: “slack:#ops” is on “slack”, and this bot is connected to recorded.",
                    "HARK_ROOMS: “recordet:#b” is on “recordet”, and this bot is connected to recorded. "
                        + "Did you mean recorded?",
                ])
        }
    }

    func testAdmin_isThatOfTheNamedNetwork_only() async throws {
        let bot = try await TestBot(Quiet.self, environment: ["HARK_ADMINS": "recorded:ada,irc:eve"])

        let answers = [
            await bot.send("!plugin list", from: Person(id: "ada")),
            await bot.send("!plugin list", from: Person(id: "eve")),
            await bot.send("!plugin list", from: Person(id: "eve", on: "recorded")),
        ]

        XCTAssertEqual(answers.map { $0.first?.hasPrefix("Only admins") }, [false, true, true])
    }
}
