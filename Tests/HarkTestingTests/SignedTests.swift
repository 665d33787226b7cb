import HarkTesting
import XCTest

/// A plugin whose routes ask for proof of each kind.
private struct Locked: Plugin {
    static let token = Setting<Secret>("HARK_LOCKED_TOKEN", help: "A token.")
    static let hub = Setting<Secret>("HARK_LOCKED_HUB", help: "A key.")

    static let manifest = Manifest<Self>(
        name: "locked",
        summary: "Takes what is proven.",
        settings: [token, hub],
        routes: [
            .post("/bearer", .payload, take).verified(by: .bearer, with: \.token),
            .post("/basic", .payload, take).verified(by: .basic, with: \.token),
            .post("/field", .payload, take).verified(by: .token(field: "token"), with: \.token),
            .post("/hub", .payload, take).verified(by: .github, with: \.hub),
            .get("/bearer", read).verified(by: .bearer, with: \.token),
        ],
        commands: [.command("locked <what>", help: "Answers.", answer)]
    )

    let token: Secret
    let hub: Secret

    init(_ context: PluginContext) throws {
        token = try context.settings[Self.token]
        hub = try context.settings[Self.hub]
    }

    func take(_ delivery: Delivery<Payload>) -> String { "taken" }
    func read() -> String { "read" }
    func answer(what: String) -> String { "\(what) is locked." }
}

final class SignedTests: XCTestCase {
    private var bot: TestBot!

    override func setUp() async throws { bot = try await TestBot(Locked.self) }

    func testPost_isSigned_unlessTheTestSaysOtherwise() async throws {
        for path in ["/bearer", "/basic", "/field", "/hub"] {
            let signed = try await bot.post(path, json: "{}")
            let unsigned = try await bot.post(path, json: "{}", signed: false)

            XCTAssertEqual([signed, unsigned].map(\.status), [.ok, .unauthorized], path)
        }
        let read = [try await bot.get("/bearer"), try await bot.get("/bearer", signed: false)]
        XCTAssertEqual(read.map(\.status), [.ok, .unauthorized])
    }

    func testPost_keepsAWrongProof_thatTheTestGives() async throws {
        let hub = ["X-Hub-Signature-256": "sha256=\(String(repeating: "0", count: 64))"]

        let answers = [
            try await bot.post("/bearer", json: "{}", headers: ["Authorization": "Bearer wrong"]),
            try await bot.post("/basic", json: "{}", headers: ["Authorization": "Basic d3Jvbmc6d3Jvbmc="]),
            try await bot.post("/field", json: #"{"token": "wrong"}"#),
            try await bot.post("/field", form: ["token": "wrong"]),
            try await bot.post("/hub", json: "{}", headers: hub),
        ]

        XCTAssertEqual(answers.map(\.status), Array(repeating: .unauthorized, count: 5))
    }

    func testSay_returnsWhatTheBotAnswers() async {
        let answers = [await bot.send("!locked door"), await bot.send("hello")]

        XCTAssertEqual(answers, [["door is locked."], []])
        XCTAssertEqual(bot.chat.sent, ["[#general] door is locked."])
    }
}
