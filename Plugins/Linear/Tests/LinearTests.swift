import Hark
import HarkTesting
import LinearPlugin
import XCTest

final class LinearTests: XCTestCase {
    /// Linear alone makes the secret, so that the bot has none unless it is set.
    private let environment = ["HARK_LINEAR_SECRET": "lab"]

    /// The same, with everything that is quiet.
    private let loud = everyEvent(of: Linear.self).merging(["HARK_LINEAR_SECRET": "lab"]) { $1 }

    func testManifest_hasNoFaults() {
        checkManifest(Linear.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Linear.self, environment: loud)
    }

    func testFixtures_areAnnouncedAsExpected() async throws {
        try await checkAnnouncements(Linear.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Linear.self, environment: loud)
    }

    func testFixtures_leaveAddressesAndTextsOfCustomersUnsaid() async throws {
        let bot = try await TestBot(Linear.self, environment: loud)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: Linear.self) }

        XCTAssertGreaterThan(bot.chat.sent.count, 40)
        for said in bot.chat.sent.map(\.text) {
            XCTAssertFalse(said.contains("@") || said.contains("555") || said.contains("globex.example"), said)
        }
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)

        for name in ["Reaction.create.json", "Comment.update.json", "IssueLabel.create.json", "Cycle.create.json"] {
            let response = try await bot.deliver(Fixture.named(name), to: Linear.self)

            XCTAssertEqual(response.outcome, "ignored: event \(name.dropLast(5))")
        }
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testFilter_isAFault_whenItNamesAnActionThatThereIsNot() async {
        let environment = ["HARK_LINEAR_SECRET": "lab", "HARK_LINEAR_EVENTS": "+Issue.updated"]

        do {
            _ = try await TestBot(Linear.self, environment: environment)
            XCTFail("The bot started.")
        } catch {
            XCTAssertTrue("\(error)".contains("no “issue.updated” but “Issue.update”"), "\(error)")
        }
    }

    func testComment_isOneLine_whenItIsHostile() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)
        let payload = #"""
            {"type": "Comment", "action": "create", "actor": {"name": "@everyone\n\u202eAda"},
            "data": {"body": "<!channel>\u0000\r\n!deploy", "issue": {"identifier": "ENG-7"}}, "url": "javascript:1"}
            """#

        let response = try await bot.post("/linear", json: payload)

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent.map(\.text), ["@everyone Ada commented on ENG-7: !deploy"])
    }

    func testPeople_areSaidWithoutTheirAddresses() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)
        let payload = #"""
            {"type": "Issue", "action": "create", "actor": {"name": "ada@example.org"}, "data": {"identifier": "ENG-7",
            "title": "It leaks", "assignee": {"name": "bob@example.org"}}}
            """#

        _ = try await bot.post("/linear", json: payload)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["ada created ENG-7: It leaks (for bob)"])
    }

    func testIssue_isAnnouncedWithQuestionMarks_whenThePayloadLacksIt() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)

        _ = try await bot.post("/linear", json: #"{"type": "Issue", "action": "create"}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["somebody created ?: ?"])
    }

    func testDelivery_isADuplicate_whenItsIdentifierWasSeen() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)
        let payload = #"{"type": "User", "action": "create", "data": {"displayName": "bob"}}"#
        let headers = ["Linear-Delivery": "234d1a4e-b617-4388-90fe-adc3633d6b72", "Linear-Event": "User"]

        let first = try await bot.post("/linear", json: payload, headers: headers)
        let second = try await bot.post("/linear", json: payload, headers: headers)

        XCTAssertEqual(first.status, .ok)
        XCTAssertEqual(second.status, .ok)
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_isRefused_whenItIsUnsignedOrSignedWithAnotherSecret() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)
        let payload = #"{"type": "User", "action": "create", "webhookTimestamp": 1767225600000}"#

        let unsigned = try await bot.post("/linear", json: payload, signed: false)
        let forged = try await bot.post(
            "/linear", json: payload, headers: ["Linear-Signature": String(repeating: "0", count: 64)])

        XCTAssertEqual([unsigned.status, forged.status], [.unauthorized, .unauthorized])
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testDelivery_isRefused_whenItIsOlderThanAMinute() async throws {
        let bot = try await TestBot(Linear.self, environment: environment)
        let time = 1_767_225_600_000
        let ages = [59, 61].map { #"{"type": "User", "action": "create", "webhookTimestamp": \#(time - $0 * 1000)}"# }

        let fresh = try await bot.post("/linear", json: ages[0])
        let stale = try await bot.post("/linear", json: ages[1])

        XCTAssertEqual([fresh.status, stale.status], [.ok, .unauthorized])
    }
}
