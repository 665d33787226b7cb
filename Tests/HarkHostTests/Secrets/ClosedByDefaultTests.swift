import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// A route with a verifier takes nothing without authentication, unless its operator says so in as many words.
final class ClosedByDefaultTests: XCTestCase {
    private let discordKey = SignedSample.discord.secret
    private var complete: [String: String] {
        [
            "HARK_SECRETPROBE_TOKEN": "t", "HARK_SECRETPROBE_HUB": "h", "HARK_SECRETPROBE_SLACK": "s",
            "HARK_SECRETPROBE_DISCORD": discordKey,
        ]
    }

    func testOperatorsSecret_isMade_andProvesDeliveries() async throws {
        let bot = try await TrustBot(SecretProbe.self)

        let made = try bot.host.generatedSecrets(of: "secretprobe")

        XCTAssertEqual(made.map(\.variable), ["HARK_SECRETPROBE_TOKEN", "HARK_SECRETPROBE_HUB"])
        XCTAssertTrue(made.allSatisfy { $0.text.reveal().utf8.count >= 43 }, "256 bits as text")
        XCTAssertEqual(Set(made.map({ $0.text.reveal() })).count, 2)
        let statuses = try await bot.statuses([
            .delivery("/token", ["X-Token": made[0].text.reveal()], body: ""),
            .delivery("/token", ["X-Token": "t"], body: ""),
            .delivery("/token", body: ""),
        ])
        XCTAssertEqual(statuses, [200, 401, 401])
    }

    func testOperatorsSecret_isTheSame_afterTheNextStart() async throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = FolderSecretStore(dataFolder: folder.path)

        let firstBot = try await TrustBot(SecretProbe.self, secretStore: secretStore)
        let first = try firstBot.host.generatedSecrets(of: "secretprobe").map(\.text)
        let secondBot = try await TrustBot(SecretProbe.self, secretStore: secretStore)
        let second = try secondBot.host.generatedSecrets(of: "secretprobe").map(\.text)

        XCTAssertEqual(first, second)
        XCTAssertEqual(first.count, 2)
    }

    func testOperatorsSecret_isAFaultThatNamesHARK_DATA_whenItCannotBeKept() async throws {
        let folder = try TemporaryFolder(of: self)
        let file = try folder.write("", to: "data")

        let faults = await startFaults(SecretProbe.self, secretStore: FolderSecretStore(dataFolder: file))

        XCTAssertEqual(faults.count, 2)
        XCTAssertTrue(faults.allSatisfy { $0.contains("HARK_DATA") }, "\(faults)")
        XCTAssertTrue(faults.first?.hasPrefix("HARK_SECRETPROBE_TOKEN: it is not set") == true, "\(faults)")
    }

    func testOperatorsSecret_isAFault_whenItsFileIsEmpty() async throws {
        let folder = try TemporaryFolder(of: self)
        let secretStore = FolderSecretStore(dataFolder: folder.path)
        _ = try secretStore.keep("h", for: "HARK_SECRETPROBE_HUB")
        try folder.write("\n", to: "secrets/HARK_SECRETPROBE_TOKEN")

        let faults = await startFaults(SecretProbe.self, secretStore: secretStore)

        XCTAssertEqual(faults.count, 1)
        XCTAssertTrue(faults.first?.contains("is empty or not text") == true, "\(faults)")
    }

    func testProvidersSecret_isAwaited_andOtherRoutesWork() async throws {
        let bot = try await TrustBot(SecretProbe.self)

        let answer = try await bot.send(SignedSample.slack.request(to: "/slack"))

        XCTAssertEqual(answer.status, .serviceUnavailable)
        XCTAssertFalse(answer.text.contains("HARK_"), answer.text)
        XCTAssertEqual(bot.records.all.first?.refusal, "HARK_SECRETPROBE_SLACK is not set")
        let open = try await bot.post("/open")
        XCTAssertEqual(open.text, "open")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testNotices_nameEveryVariableOnce() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: ["HARK_SECRETPROBE_HUB": "unsigned"])

        let notices = bot.host.trustNotices.map { "\($0.level) \($0.text)" }

        XCTAssertEqual(
            notices,
            [
                "notice HARK_SECRETPROBE_TOKEN is not set: the bot stores a generated one in “memory”; "
                    + "`hark secret secretprobe` shows it",
                "warning HARK_SECRETPROBE_HUB is “unsigned”: anyone can speak through POST /hub",
                "warning HARK_SECRETPROBE_SLACK is not set: plugin secretprobe waits for it and answers 503 "
                    + "at POST /slack",
                "warning HARK_SECRETPROBE_DISCORD is not set: plugin secretprobe waits for it and answers 503 "
                    + "at POST /discord",
                "warning anyone can call POST /open of plugin secretprobe without authentication; "
                    + "set HARK_OPEN_PLUGINS=secretprobe if that is intended",
            ]
        )
    }

    func testStatus_namesWhatIsAwaited() async throws {
        let bot = try await TrustBot(SecretProbe.self)

        let lines = await bot.send("!status")[0].split(separator: "\n").dropFirst()

        XCTAssertEqual(
            Array(lines),
            [
                "secretprobe is waiting: HARK_SECRETPROBE_DISCORD is not set.",
                "secretprobe is waiting: HARK_SECRETPROBE_SLACK is not set.",
            ]
        )
    }

    func testUnsigned_takesDeliveriesWithoutProof_ofThatRouteAlone() async throws {
        let bot = try await TrustBot(
            SecretProbe.self, environment: complete.merging(["HARK_SECRETPROBE_SLACK": "unsigned"]) { $1 })

        let statuses = try await bot.statuses([.delivery("/slack", body: ""), .delivery("/hub", body: "")])

        XCTAssertEqual(statuses, [200, 401])
    }

    func testStrict_makesAFaultOfEverySecretThatIsNoRealOne() async {
        let faults = await startFaults(
            SecretProbe.self,
            environment: [
                "HARK_STRICT": "true", "HARK_OPEN_PLUGINS": "secretprobe", "HARK_SECRETPROBE_DISCORD": "unsigned",
            ])

        XCTAssertEqual(
            Set(faults),
            [
                "HARK_SECRETPROBE_TOKEN: it is not set; strict mode does not accept a generated secret.",
                "HARK_SECRETPROBE_HUB: it is not set; strict mode does not accept a generated secret.",
                "HARK_SECRETPROBE_SLACK: it is not set, and route POST /slack waits for it.",
                "HARK_SECRETPROBE_DISCORD: route POST /discord takes unsigned deliveries.",
            ]
        )
    }

    func testStrict_starts_whenEverySecretIsSet() async throws {
        let strict = ["HARK_STRICT": "true", "HARK_OPEN_PLUGINS": "secretprobe"]

        let bot = try await TrustBot(SecretProbe.self, environment: complete.merging(strict) { $1 })

        XCTAssertEqual(bot.host.trustNotices.map(\.text), [])
    }

    func testSecret_isAFault_whenNoRouteUsesIt() async {
        let faults = await startFaults(UnusedSecretProbe.self)

        XCTAssertEqual(
            faults, ["HARK_UNUSEDSECRETPROBE_SECRET is not set. For the API. Set it to a value of type secret."])
    }

    func testSecret_isAFault_whenItIsNoKeyOfTheVerifiersKind() async {
        let environment = complete.merging(["HARK_SECRETPROBE_DISCORD": "\(discordKey),hunter2"]) { $1 }

        let faults = await startFaults(SecretProbe.self, environment: environment)

        XCTAssertEqual(
            faults,
            [
                "HARK_SECRETPROBE_DISCORD: its value is not what the verifier “discord” needs: "
                    + "an Ed25519 public key (32 bytes) as hexadecimal digits."
            ]
        )
    }

    func testSecret_isAFault_whenAPluginMadeAnEmptyOne() async {
        let faults = await startFaults(EmptySecretProbe.self)

        XCTAssertEqual(
            faults,
            [
                "plugin emptysecretprobe, route POST /emptysecretprobe: its value is not what the verifier "
                    + "“bearer” needs: text."
            ]
        )
    }
}

/// Needs a secret for something else than a route.
private struct UnusedSecretProbe: Plugin {
    static let secret = Setting<Secret>("HARK_UNUSEDSECRETPROBE_SECRET", help: "For the API.")
    static let manifest = Manifest<Self>(name: "unusedsecretprobe", summary: "Calls an API.", settings: [secret])

    init(_ context: PluginContext) throws { _ = try context.settings[Self.secret] }
}

/// Makes a secret of nothing.
private struct EmptySecretProbe: Plugin {
    static let manifest = Manifest<Self>(
        name: "emptysecretprobe",
        summary: "Has a secret that everybody knows.",
        routes: [.post(run).verified(by: .bearer, with: \.secret)]
    )

    let secret = Secret("")

    init(_ context: PluginContext) {}

    func run() {}
}
