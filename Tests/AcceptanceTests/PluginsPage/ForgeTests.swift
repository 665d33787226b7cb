import HarkTesting
import XCTest

final class ForgeTests: XCTestCase {
    func testManifest_hasNoFault() {
        checkManifest(Forge.self)
    }

    func testPush_isAnnounced() async throws {
        try await assertAnnounces(
            Forge.self, "push.json",
            "[#general] [acme/rocket] ada pushed 2 commits to main: Heat the pump https://forge.example/acme/rocket")
    }

    func testPush_isChosenByRules() async throws {
        try await assertMatchesRule(Forge.self, "push.json", "place=acme/* branch=main actor=ada")
    }

    func testEvents_haveAFixtureEach() async throws {
        try await checkEvents(Forge.self)
    }

    func testFixtures_areAnnouncedAsExpected() async throws {
        try await checkAnnouncements(Forge.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Forge.self)
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Forge.self)

        let response = try await bot.post("/forge", json: "{}", headers: ["X-Forge-Event": "push"], signed: false)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testDelivery_isRefused_whenItsSignatureIsAnHourOld() async throws {
        let bot = try await TestBot(Forge.self)
        let payload = try Fixture.named("push.json").payload
        let signed = try bot.host.signed(bot.host.delivery(to: "forge", event: "push", payload: payload))

        bot.clock.advance(by: .seconds(3600))
        let response = try await bot.send(signed)

        XCTAssertEqual(response.status, .unauthorized)
    }

    func testReference_isAnswered_whenATokenIsSet() async throws {
        let bot = try await TestBot(
            Forge.self, environment: ["HARK_FORGE_TOKEN": "t1"],
            http: [
                .json(["title": "The pump hums", "state": "open", "url": "https://forge.example/acme/rocket/issues/7"])
            ])

        let answers = await bot.send("is acme/rocket#7 done?")

        XCTAssertEqual(
            answers, ["[acme/rocket#7] The pump hums (open) https://forge.example/acme/rocket/issues/7"])
        XCTAssertEqual(bot.http.requests.map(\.url), ["https://forge.example/api/projects/acme%2Frocket/issues/7"])
    }
}
