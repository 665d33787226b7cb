import HarkHost
import HarkTesting
import XCTest

private struct Deploys: Plugin {
    static let room = Setting<Room>("HARK_DEPLOYS_ROOM", default: "#ops", help: "Where deploys are announced.")
    static let token = Setting<Secret>("HARK_DEPLOYS_TOKEN", help: "Shared with the deploy service.")
    static let note = Setting<String?>("HARK_DEPLOYS_NOTE", help: "Said after each line.")

    static let manifest = Manifest<Self>(
        name: "deploys",
        summary: "Announces deploys.",
        version: "1.2.0",
        settings: [room, token, note],
        routes: [.post("/deploys", .payload, deployed), .get("/deploys/<service>", last)],
        commands: [.command("deployed <service>", help: "Says when it was deployed.", last)]
    )

    init(_ context: PluginContext) {}

    func deployed(_ delivery: Delivery<Payload>) -> String {
        switch delivery.body {
        case .json: "json"
        case .form(let form): "form \(form.fields["payload"] ?? "")"
        case .text(let text): "text \(text)"
        case .bytes: "bytes"
        }
    }
    func last(service: String) -> String { "\(service): never" }
}

final class BuiltinsTests: XCTestCase {
    private var bot: TestBot!

    override func setUp() async throws {
        let environment = ["HARK_DEPLOYS_TOKEN": "s3cret", "HARK_DEPLOYS_ROOM": "#a b"]
        bot = try await TestBot(Deploys.self, environment: environment)
    }

    func testWhereami_saysHowSettingsNameARoomAndAPerson() async {
        let answer = await bot.send("!whereami", from: Person(id: "U2"), in: "#dev")

        XCTAssertEqual(answer, ["This room is recorded:#dev, for HARK_ROOMS. You are recorded:U2, for HARK_ADMINS."])
    }

    func testHelp_listsEveryCommandByPlugin() async {
        let help = await bot.send("!help")[0]

        XCTAssertTrue(help.contains("deploys: Announces deploys.\n  !deployed <service> – Says when"), help)
        XCTAssertTrue(help.contains("  !webhook test <request...> – "), help)
    }

    func testHelp_tellsAboutAPluginACommandOrAFamily() async {
        let texts = [
            await bot.send("!help deploys")[0], await bot.send("!help !deployed")[0], await bot.send("!help plugin")[0],
        ]

        XCTAssertTrue(texts[0].contains("  GET /deploys/<service>"), texts[0])
        XCTAssertEqual(texts[1], "  !deployed <service> – Says when it was deployed.\n  <service>: text")
        XCTAssertEqual(texts[2].split(separator: "\n").count, 4)
    }

    func testHelp_suggests_forAnUnknownTopic() async {
        let answer = await bot.send("!help deplys")

        XCTAssertEqual(answer, ["There is no help on “deplys”. Did you mean !help deploys?"])
    }

    func testWebStatus_listsAddressesAndEveryRoute() async {
        bot.host.listeners = ["http://127.0.0.1:3141"]

        let status = await bot.send("!webstatus")[0]

        XCTAssertEqual(
            status,
            """
            Listening on http://127.0.0.1:3141
            TLS is off.
              POST /deploys           deploys  open  0 served, 0 refused, 0 failed
              GET /deploys/<service>  deploys  open  0 served, 0 refused, 0 failed
            """
        )
    }

    func testPluginList_saysVersionStateAndPurpose() async {
        let active = await bot.send("!plugin list")
        _ = await bot.send("!plugin deactivate deploys")
        let inactive = await bot.send("!plugin list")

        XCTAssertEqual(active, ["deploys 1.2.0 – Announces deploys."])
        XCTAssertEqual(inactive, ["deploys 1.2.0 (not active) – Announces deploys."])
    }

    func testPluginConfig_isAnEnvFile_withSecretsMasked() async {
        let config = await bot.send("!plugin config Deploys")[0]

        XCTAssertEqual(
            config,
            """
            # Where deploys are announced. (room, default #ops)
            HARK_DEPLOYS_ROOM="#a b"
            # Shared with the deploy service. (secret)
            #HARK_DEPLOYS_TOKEN=<secret>
            # Said after each line. (text)
            #HARK_DEPLOYS_NOTE=
            """
        )
    }

    func testPluginCommands_suggest_forAnUnknownPlugin() async {
        let answer = await bot.send("!plugin config deplos")

        XCTAssertEqual(answer, ["There is no plugin “deplos”. Did you mean deploys?"])
    }

    func testDeactivate_takesRoutesAndCommandsAway_andActivateBringsThemBack() async throws {
        _ = await bot.send("!plugin deactivate deploys")
        let whileAway = (try await bot.post("/deploys", text: "x").status, await bot.send("!deployed x"))
        _ = await bot.send("!plugin activate deploys")
        let afterwards = (try await bot.post("/deploys", text: "x").status, await bot.send("!deployed x"))

        XCTAssertEqual(whileAway.0, .notFound)
        XCTAssertTrue(whileAway.1[0].hasPrefix("There is no command !deployed."), whileAway.1[0])
        XCTAssertEqual(afterwards.0, .ok)
        XCTAssertEqual(afterwards.1, ["x: never"])
    }

    func testWebhookTest_runsTheWholePipeline_andGuessesTheType() async {
        let bodies = [
            #"!webhook test /deploys {"a":1}"#, "!webhook test /deploys payload={}", "!webhook test /deploys hello you",
        ]

        var answers: [String] = []
        for line in bodies { answers += await bot.send(line) }

        XCTAssertEqual(answers.map { $0.split(separator: "\n").last }, ["json", "form {}", "text hello you"])
        XCTAssertTrue(answers[0].hasPrefix("POST /deploys\nsent as application/json\n200 OK\n"), answers[0])
    }

    func testWebhookTest_takesMethodAndHeaders() async {
        let answers = [
            await bot.send(#"!webhook test --method get /deploys/api"#)[0],
            await bot.send(#"!webhook test --header "Content-Type: application/octet-stream" /deploys {}"#)[0],
            await bot.send("!webhook test --sing x /deploys")[0],
            await bot.send("!webhook test deploys")[0],
        ]

        XCTAssertTrue(answers[0].hasSuffix("\n\napi: never"), answers[0])
        XCTAssertTrue(answers[1].hasSuffix("\n\ntext {}"), answers[1])
        XCTAssertEqual(answers[2], "--sing is not an option; there are --method, --header, --sign and --no-sign.")
        XCTAssertEqual(answers[3], "Say which /path to call.")
    }

    func testStatusAndAbout_sayHowItIsAndWhatItIs() async {
        let texts = [await bot.send("!status")[0], await bot.send("!about")[0]]

        XCTAssertTrue(texts[0].contains("Plugins: 1 of 1 active."), texts[0])
        XCTAssertEqual(
            texts[1],
            "Hark \(Release.version), a chat bot that listens for webhooks. Plugins: deploys."
        )
    }
}
