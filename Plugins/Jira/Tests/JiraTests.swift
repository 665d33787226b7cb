import HarkEvents
import HarkTesting
import JiraPlugin
import TestSupport
import XCTest

final class JiraTests: XCTestCase {
    /// Restricted events are announced only where they are named.
    private let everyEvent = ["HARK_JIRA_EVENTS": Jira.provider.events.names.joined(separator: ",")]

    /// Everything that is quiet too, but for what only some may read.
    private let loud: [String: String] = {
        let quiet = Jira.provider.events.quiet.filter { !$0.hasPrefix("restricted_") }
        return ["HARK_JIRA_EVENTS": quiet.map { "+\($0)" }.joined(separator: ",")]
    }()

    func testManifest_hasNoFaults() {
        checkManifest(Jira.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(Jira.self, environment: everyEvent)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(Jira.self, environment: loud)
    }

    func testCommentOfDataCenter_isQuiet_whenItIsChangedOrDeleted() async throws {
        let bot = try await TestBot(Jira.self)
        let fixtures = try Fixture.all().filter { $0.name.hasPrefix("jira_issue_updated.comment_") }

        var outcomes: [String?] = []
        for fixture in fixtures { outcomes.append(try await bot.deliver(fixture, to: Jira.self).outcome) }

        XCTAssertEqual(Set(outcomes), ["ignored: event comment_updated", "ignored: event comment_deleted"])
        XCTAssertEqual(outcomes.count, 5)
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jira.self, environment: loud)
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(Jira.self, of: Fixture.shared("jira"), atMost: 60, environment: loud)
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(Jira.self)

        for name in ["comment_updated", "worklog_created", "sprint_created", "issuelink_created", "user_updated"] {
            let response = try await bot.deliver(Fixture.named("\(name).json"), to: Jira.self)

            XCTAssertEqual(response.outcome, "ignored: event \(name)")
        }
        XCTAssertEqual(bot.chat.sent, [])
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

    func testPeople_areSaidWithoutTheirAddresses() async throws {
        let bot = try await TestBot(Jira.self)
        let customer = #"{"displayName": "zoe@example.net", "accountType": "customer"}"#
        let issue = #""issue": {"key": "A-1", "fields": {"summary": "Help"}}"#
        let change = #"{"field": "assignee", "fromString": "zoe@example.net", "toString": "Bob <bob@example.net>"}"#
        let text = #"{"type": "paragraph", "content": [{"type": "mention", "attrs": {"text": "@zoe@example.net"}}]}"#
        let comment = #"{"author": \#(customer), "body": {"type": "doc", "content": [\#(text)]}}"#

        for fields in [
            #""webhookEvent": "jira:issue_updated", "user": \#(customer), "changelog": {"items": [\#(change)]}"#,
            #""webhookEvent": "comment_created", "comment": \#(comment)"#,
        ] { _ = try await bot.post("/jira", json: "{\(issue), \(fields)}") }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["zoe changed issue A-1 “Help”: assignee zoe → Bob", "zoe commented on issue A-1 “Help”: @zoe"])
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
