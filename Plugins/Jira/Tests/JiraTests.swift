import HarkEvents
import HarkTesting
import JiraPlugin
import TestSupport
import XCTest

final class JiraTests: XCTestCase {
    /// Restricted events are announced only where they are named.
    private let everyEvent = ["HARK_JIRA_EVENTS": Jira.provider.events.names.joined(separator: ",")]

    func testManifest_hasNoFaults() {
        checkManifest(Jira.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Jira.self, environment: everyEvent)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Jira.self)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jira.self)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jira.self, of: Fixture.shared("jira"), atMost: 60)
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(Jira.self)
        let fixture = try Fixture.named("jira_issue_created.json")
        let request = try bot.host.delivery(to: "jira", event: nil, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testIssue_isToldWithQuestionMarks_whenThePayloadIsEmpty() async throws {
        let bot = try await TestBot(Jira.self)

        let response = try await bot.post("/jira", json: "{}")

        XCTAssertEqual(response.status, .ok)
        XCTAssertEqual(bot.chat.sent.map(\.text), ["somebody changed issue ? “?”"])
    }

    func testLine_hasNoLink_whenTheKeyIsNone() async throws {
        let bot = try await TestBot(Jira.self)
        let issue = #"{"self": "https://jira.example.org/rest/api/2/issue/1", "key": "a b", "fields": {}}"#

        _ = try await bot.post("/jira", json: #"{"webhookEvent": "jira:issue_created", "issue": \#(issue)}"#)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["somebody created issue a b: ?"])
    }

    func testDelivery_isAccepted_whenItIsLongerThanOtherRoutesTake() async throws {
        let bot = try await TestBot(Jira.self)
        let event = #""webhookEvent": "jira:issue_created""#
        let padding = String(repeating: "x", count: 2 * 1_048_576)

        let response = try await bot.post("/jira", json: #"{\#(event), "title": "\#(padding)"}"#)

        XCTAssertEqual(response.status, .ok)
    }
}
