import HarkTesting
import TestSupport
import XCTest

private struct Speaker: Plugin {
    static let ranges = Setting<[AddressRange]>("HARK_SPEAKER_RANGES", default: [], help: "Who may call /listed.")
    static let token = Setting<Secret>("HARK_SPEAKER_TOKEN", help: "A bearer token.")

    static let manifest = Manifest<Self>(
        name: "speaker",
        summary: "Speaks through rows of every kind.",
        settings: [ranges, token],
        routes: [
            .post("/open", speak),
            .post("/limited", speak).limited(to: 1, per: .seconds(1)),
            .post("/mute", answer),
            .post("/verified", speak).verified(by: .bearer, with: \.token),
            .post("/proven", speak).verifiedByHandler(),
            .post("/headed", speak).verifiedByHandler { $1[.authorization] == "Bearer \($0.token.reveal())" },
            .post("/restricted", speak).allowing(from: "192.0.2.0/24"),
            .post("/here", speak).allowing(from: "127.0.0.0/8"),
            .post("/listed", speak).allowing(from: \.ranges),
        ]
    )

    let ranges: [AddressRange]
    let token: Secret
    let chat: Chat

    init(_ context: PluginContext) throws {
        ranges = try context.settings[Self.ranges]
        token = try context.settings[Self.token]
        chat = context.chat
    }

    func speak() async throws { try await chat.announce("spoken") }
    func answer() -> String { "answered" }
}

final class OpenRouteTests: XCTestCase {
    private let token = ["HARK_SPEAKER_TOKEN": "tok"]

    func testNotices_nameEveryRowThatAnyoneCanCall() async throws {
        let bot = try await TrustBot(Speaker.self, environment: token)

        XCTAssertEqual(
            bot.host.trustNotices.map { "\($0.level) \($0.text)" },
            [
                "warning anyone can call POST /open, POST /limited, POST /mute, POST /listed of plugin speaker "
                    + "without authentication; set HARK_OPEN_PLUGINS=speaker if that is intended",
                "warning anyone on this machine, or behind a proxy on it, can call POST /here of plugin speaker "
                    + "without authentication; set HARK_OPEN_PLUGINS=speaker if that is intended",
            ])
    }

    func testStrict_makesAFaultOfEachOfThem() async {
        let faults = await startFaults(
            Speaker.self,
            environment: token.merging(["HARK_STRICT": "true", "HARK_SPEAKER_RANGES": "192.0.2.7"]) { $1 })

        XCTAssertEqual(
            faults.map { $0.prefix { $0 != ";" } },
            [
                "plugin speaker, route POST /open: anyone can call it without authentication",
                "plugin speaker, route POST /limited: anyone can call it without authentication",
                "plugin speaker, route POST /mute: anyone can call it without authentication",
                "plugin speaker, route POST /here: anyone on this machine, or behind a proxy on it, can call it "
                    + "without authentication",
            ])
    }

    func testRangesAsGoodAsAny_doNotCloseARow() async throws {
        let ranges = "0.0.0.0/2,64.0.0.0/3,128.0.0.0/1"

        let bot = try await TrustBot(Speaker.self, environment: token.merging(["HARK_SPEAKER_RANGES": ranges]) { $1 })

        XCTAssertTrue(bot.host.trustNotices.contains { $0.text.contains("POST /listed") })
    }

    func testOpenPlugins_areLetBe_whenTheOperatorNamesThem() async throws {
        let strict = token.merging(["HARK_STRICT": "true", "HARK_OPEN_PLUGINS": "Speaker"]) { $1 }

        let bot = try await TrustBot(Speaker.self, environment: strict)

        XCTAssertEqual(bot.host.trustNotices.map(\.text), [])
    }

    func testOpenPlugins_areAFault_whenTheBotHasNoSuchPlugin() async {
        let faults = await startFaults(
            Speaker.self, environment: token.merging(["HARK_OPEN_PLUGINS": "speaker,speeker"]) { $1 })

        XCTAssertEqual(faults, ["HARK_OPEN_PLUGINS: this bot has no plugin “speeker”; it has speaker."])
    }

    func testRowVerifiedByItsHandler_readsNoBody_whenTheHeadCannotPass() async throws {
        let bot = try await TrustBot(Speaker.self, environment: token)
        let call = Request.delivery("/headed", body: "x")
        let (good, bad) = (call.with("Authorization", "Bearer tok"), call.with("Authorization", "Bearer forged"))

        let admissions = [good, bad, .delivery("/proven", body: "x")].map { bot.host.pipeline.admit($0.with(body: [])) }
        let statuses = try await bot.statuses([good, bad])

        XCTAssertEqual(admissions.map { $0.body == .leave }, [false, true, false])
        XCTAssertEqual(statuses, [200, 401])
        // A request that is answered successfully after that proves its sender.
        XCTAssertEqual(admissions.map(\.provesSender), [true, false, true])
    }

    func testRowVerifiedByItsHandler_isNotCalledOpen() async throws {
        let bot = try await TrustBot(Speaker.self, environment: token)

        let routes = await bot.host.status.routes.filter { $0.label.hasSuffix("ed") || $0.label.hasSuffix("proven") }

        XCTAssertEqual(
            routes.map { "\($0.label) \($0.verification)" },
            [
                "POST /limited open", "POST /verified bearer", "POST /proven handler", "POST /headed handler",
                "POST /restricted open", "POST /listed open",
            ])
    }

    func testRowForTheMachineItself_takesCallsOverASocketOfIt() async throws {
        let bot = try await TrustBot(Speaker.self, environment: token)
        let call = Request.delivery("/here", body: "")

        let statuses = try await bot.statuses([.local, .ipv4(0x7F00_0001, port: 1), .stranger()].map(call.from))

        XCTAssertEqual(statuses, [200, 200, 403])
    }
}
