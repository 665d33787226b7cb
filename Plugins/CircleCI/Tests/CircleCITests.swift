import CircleCIPlugin
import Hark
import HarkTesting
import TestSupport
import XCTest

final class CircleCITests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: CircleCI.self)

    func testManifest_hasNoFaults() {
        checkManifest(CircleCI.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(CircleCI.self, environment: loud)
    }

    func testFixtures_areToldAsExpected() async throws {
        try await checkAnnouncements(CircleCI.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(CircleCI.self, environment: loud)
    }

    func testQuietEvent_isIgnored_unlessItIsAskedFor() async throws {
        let bot = try await TestBot(CircleCI.self)

        let response = try await bot.deliver(Fixture.named("job-completed.failed.json"), to: CircleCI.self)

        XCTAssertEqual(response.outcome, "ignored: event job-completed.failed")
        XCTAssertEqual(bot.chat.sent, [])
    }

    func testRealPayloads_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(CircleCI.self, of: Fixture.shared("circleci"), atMost: 60, environment: loud)
    }

    func testWorkflow_isToldByWhatThereIs_whenThePayloadHasOnlyItsState() async throws {
        let bot = try await TestBot(CircleCI.self)
        let payload = #"{"type": "workflow-completed", "workflow": {"name": "ship", "status": "on_hold"}}"#

        let response = try await bot.post("/circleci", json: payload)

        XCTAssertEqual(response.status, .accepted)
        XCTAssertEqual(bot.chat.sent, ["[#general] workflow ship ended with on_hold"])
    }

    func testWorkflow_namesThePullRequest_whenItsBranchIsAForks() async throws {
        let bot = try await TestBot(CircleCI.self)
        let workflow = #""type": "workflow-completed", "workflow": {"name": "ship", "status": "failed"}"#

        for branch in ["pull/55", "pull/fix"] {
            let pipeline = #""pipeline": {"vcs": {"branch": "\#(branch)"}}"#
            _ = try await bot.post("/circleci", json: "{\(workflow), \(pipeline)}")
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["workflow ship failed for pull request #55", "workflow ship failed on pull/fix"])
    }

    func testDelivery_isRefused_whenItIsNotSigned() async throws {
        let bot = try await TestBot(CircleCI.self)
        let fixture = try Fixture.named("workflow-completed.failed.json")
        let request = try bot.host.delivery(to: "circleci", event: fixture.event, payload: fixture.payload)

        let response = try await bot.send(request)

        XCTAssertEqual(response.status, .unauthorized)
        XCTAssertEqual(bot.chat.sent, [])
    }
}
