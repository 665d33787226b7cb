import HarkTesting
import TestSupport
import XCTest

@testable import HarkHost

/// A plugin whose secret has a check of its own.
private struct CheckedSecret: Plugin {
    static let secret = Setting<Secret>("HARK_CHECKED_SECRET", help: "A long one.") {
        secret throws(SettingMismatch) in
        if secret.reveal().count < 8 { throw SettingMismatch(expected: "a secret of 8 characters or more") }
    }

    static let manifest = Manifest<Self>(
        name: "checked",
        summary: "Checks its secret.",
        settings: [secret],
        routes: [.post("/checked", run).verified(by: .bearer, with: \.secret)]
    )

    let secret: Secret

    init(_ context: PluginContext) throws { secret = try context.settings[Self.secret] }

    func run() {}
}

final class RotationTests: XCTestCase {
    private let oldSecretEntry =
        "only an old secret matched; the sender still uses it plugin=secretprobe route=POST /token "
        + "variable=HARK_SECRETPROBE_TOKEN"

    private func token(_ text: String) -> Request { .delivery("/token", ["X-Token": text], body: "") }

    func testEveryValue_isTaken_andNoneBesides() async throws {
        let bot = try await TrustBot(
            SecretProbe.self, environment: ["HARK_SECRETPROBE_TOKEN": "new,old\nolder, a\\,b ,new"])

        let statuses = try await bot.statuses(["new", "old", "older", "a,b", "a", "", "new,old"].map(token))

        XCTAssertEqual(statuses, [200, 200, 200, 200, 401, 401, 401])
    }

    func testOldValue_isLoggedOnce_howeverOftenItComes() async throws {
        let bot = try await TrustBot(SecretProbe.self, environment: ["HARK_SECRETPROBE_TOKEN": "new,old"])

        _ = try await bot.statuses([token("new"), token("old"), token("old"), token("old")])

        XCTAssertEqual(bot.log.all.filter { $0.contains("old secret") }, [oldSecretEntry])
    }

    func testThrottle_logsAgain_afterItsInterval() {
        let throttle = Throttle(every: .seconds(60))
        let start = ContinuousClock.now

        let logged = [0, 1, 59, 60, 61, 119, 120].map { throttle.shouldLog(at: start + .seconds($0)) }

        XCTAssertEqual(logged, [true, false, false, true, false, false, true])
    }

    func testMixtureWithUnsigned_isAFault() async {
        let faults = await startFaults(SecretProbe.self, environment: ["HARK_SECRETPROBE_SLACK": "unsigned,secret"])

        XCTAssertEqual(faults, ["HARK_SECRETPROBE_SLACK: its value is not “unsigned” or a list of secrets."])
    }

    func testReload_changesTheSecret_forHandlersAndGate() async throws {
        let folder = try TemporaryFolder(of: self)
        let bot = try await bot(in: folder, token: "first\n")
        try folder.write("second\nfirst\n", to: "token")

        let (changed, faults) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, ["HARK_SECRETPROBE_TOKEN"])
        XCTAssertEqual(faults, [])
        let statuses = try await bot.statuses([token("second"), token("first"), token("third")])
        XCTAssertEqual(statuses, [200, 200, 401])
    }

    func testReload_changesNothing_whenTheFileIsTheSame() async throws {
        let folder = try TemporaryFolder(of: self)
        let bot = try await bot(in: folder, token: "first\n")
        try folder.write("first", to: "token")

        let (changed, faults) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, [])
        XCTAssertEqual(faults, [])
    }

    func testReload_keepsTheOldSecret_whenTheFileCannotBeUsed() async throws {
        let folder = try TemporaryFolder(of: self)
        let bot = try await bot(in: folder, token: "first")

        for text in ["", "\n", " , ", "unsigned,x", nil] {
            if let text { try folder.write(text, to: "token") } else { try folder.remove("token") }
            let (changed, faults) = bot.host.reloadSecrets()

            XCTAssertEqual(changed, [], "\(text ?? "no file")")
            XCTAssertEqual(faults.map(\.subject), ["HARK_SECRETPROBE_TOKEN"], "\(text ?? "no file")")
        }
        let statuses = try await bot.statuses([token("first"), token("")])
        XCTAssertEqual(statuses, [200, 401])
    }

    func testReload_keepsTheOldKey_whenTheNewOneIsOfAnotherKind() async throws {
        let folder = try TemporaryFolder(of: self)
        let sample = SignedSample.discord
        let file = try folder.write(sample.secret, to: "key")
        let bot = try await TrustBot(
            SecretProbe.self, environment: ["HARK_SECRETPROBE_DISCORD_FILE": file], at: sample.now)
        try folder.write("\(sample.secret)\nno key\n", to: "key")

        let (changed, faults) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, [])
        XCTAssertEqual(faults.count, 1)
        let answer = try await bot.send(sample.request(to: "/discord"))
        XCTAssertEqual(answer.status, .ok)
    }

    func testReload_keepsTheOldSecret_whenTheSettingsOwnCheckRefusesTheNewOne() async throws {
        let folder = try TemporaryFolder(of: self)
        let file = try folder.write("long enough", to: "checked")
        let bot = try await TrustBot(CheckedSecret.self, environment: ["HARK_CHECKED_SECRET_FILE": file])
        try folder.write("short", to: "checked")

        let (changed, faults) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, [])
        XCTAssertEqual(
            faults.map(\.description),
            [
                "HARK_CHECKED_SECRET: the file “\(file)” does not hold a secret of 8 characters or more; "
                    + "the old secret stays in use."
            ])
        let answer = try await bot.send(.delivery("/checked", ["Authorization": "Bearer long enough"], body: ""))
        XCTAssertEqual(answer.status, .ok)
    }

    func testReload_keepsTheOldKey_whileThePluginIsInactive() async throws {
        let folder = try TemporaryFolder(of: self)
        let file = try folder.write(SignedSample.discord.secret, to: "key")
        let bot = try await TrustBot(SecretProbe.self, environment: ["HARK_SECRETPROBE_DISCORD_FILE": file])
        _ = await bot.send("!plugin deactivate secretprobe")
        try folder.write("no key", to: "key")

        let (changed, faults) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, [])
        XCTAssertEqual(faults.map(\.subject), ["HARK_SECRETPROBE_DISCORD"])
    }

    func testReload_opensTheRoute_whenTheFileSaysUnsigned() async throws {
        let folder = try TemporaryFolder(of: self)
        let bot = try await bot(in: folder, token: "first")
        try folder.write("unsigned\n", to: "token")

        let (changed, _) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, ["HARK_SECRETPROBE_TOKEN"])
        let answer = try await bot.send(.delivery("/token", body: ""))
        XCTAssertEqual(answer.status, .ok)
    }

    func testReload_refusesUnsigned_whenTheBotIsStrict() async throws {
        let folder = try TemporaryFolder(of: self)
        let bot = try await bot(
            in: folder, token: "first",
            [
                "HARK_STRICT": "true", "HARK_OPEN_PLUGINS": "secretprobe", "HARK_SECRETPROBE_HUB": "h",
                "HARK_SECRETPROBE_SLACK": "s",
                "HARK_SECRETPROBE_DISCORD": SignedSample.discord.secret,
            ]
        )
        try folder.write("unsigned\n", to: "token")

        let (changed, faults) = bot.host.reloadSecrets()

        XCTAssertEqual(changed, [])
        XCTAssertEqual(faults.map(\.subject), ["HARK_SECRETPROBE_TOKEN"])
        let answer = try await bot.send(.delivery("/token", body: ""))
        XCTAssertEqual(answer.status, .unauthorized)
    }

    /// A bot whose token is in a file.
    private func bot(
        in folder: TemporaryFolder,
        token: String,
        _ environment: [String: String] = [:]
    ) async throws -> TrustBot {
        let file = try folder.write(token, to: "token")
        return try await TrustBot(
            SecretProbe.self, environment: environment.merging(["HARK_SECRETPROBE_TOKEN_FILE": file]) { $1 })
    }
}
