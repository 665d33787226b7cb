import AzureDevOpsPlugin
import Hark
import HarkTesting
import XCTest

final class AzureDevOpsTests: XCTestCase {
    /// Everything that is quiet too.
    private let loud = everyEvent(of: AzureDevOps.self)

    func testManifest_hasNoFaults() {
        checkManifest(AzureDevOps.self)
    }

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        let bot = try await TestBot(plugins: [AzureDevOps.self], environment: loud, at: TestBot.newYear2026)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: AzureDevOps.self) }

        XCTAssertEqual(bot.chat.sent.count, try Fixture.all().count - 3)
        try await checkEvents(AzureDevOps.self, environment: loud)
    }

    func testFixtures_areAnnouncedAsExpected() async throws {
        try await checkAnnouncements(AzureDevOps.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(AzureDevOps.self, environment: loud)
    }

    func testFixtures_leaveAddressesAndCredentialsUnsaid() async throws {
        let bot = try await TestBot(plugins: [AzureDevOps.self], environment: loud, at: TestBot.newYear2026)

        for fixture in try Fixture.all() { _ = try await bot.deliver(fixture, to: AzureDevOps.self) }

        for said in bot.chat.sent.map(\.text) {
            XCTAssertFalse(said.contains("@example") || said.contains("s3cr3t"), said)
        }
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(AzureDevOps.self)
        let run = "ms_vss_pipelines_run_state_changed_event"

        let running = try await bot.deliver(Fixture.named("\(run).inProgress.json"), to: AzureDevOps.self)
        let ended = try await bot.deliver(Fixture.named("\(run).succeeded.json"), to: AzureDevOps.self)

        XCTAssertEqual(running.outcome, "ignored: event ms.vss-pipelines.run-state-changed-event.inProgress")
        XCTAssertEqual(ended.status, .accepted)
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testWorkItem_isOneLineWithoutTheAddress_whenItIsHostile() async throws {
        let bot = try await TestBot(AzureDevOps.self)
        let payload = #"""
            {"eventType": "workitem.created", "resource": {"id": 5, "fields": {"System.Title": "a\n\u202e!deploy",
            "System.ChangedBy": "mallory@example.org", "System.WorkItemType": "<@U1>"},
            "_links": {"html": {"href": "javascript:1"}}}}
            """#

        _ = try await bot.post("/azuredevops", json: payload)

        XCTAssertEqual(bot.chat.sent.map(\.text), ["mallory created <@U1> 5: a !deploy"])
    }

    func testDelivery_isADuplicate_whenItsIdentifierWasSeen() async throws {
        let bot = try await TestBot(AzureDevOps.self)
        let payload = #"{"id": "1", "createdDate": "2026-01-01", "eventType": "tfvc.checkin", "resource": {}}"#

        let first = try await bot.post("/azuredevops", json: payload)
        let second = try await bot.post("/azuredevops", json: payload)

        XCTAssertEqual([first.status, second.status], [.accepted, .accepted])
        XCTAssertEqual(second.text, "duplicate")
        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testDelivery_needsThePassword() async throws {
        let bot = try await TestBot(AzureDevOps.self, environment: ["HARK_AZUREDEVOPS_SECRET": "lab"])
        let payload = #"{"eventType": "tfvc.checkin", "resource": {"changesetId": 1}}"#
        // `devops:lab` and `devops:lib` in base64.
        let credentials = ["ZGV2b3BzOmxhYg==", "ZGV2b3BzOmxpYg=="]

        let none = try await bot.post("/azuredevops", json: payload, signed: false)
        let right = try await bot.post(
            "/azuredevops", json: payload, headers: ["Authorization": "Basic \(credentials[0])"], signed: false)
        let wrong = try await bot.post(
            "/azuredevops", json: payload, headers: ["Authorization": "Basic \(credentials[1])"], signed: false)

        XCTAssertEqual([none.status, right.status, wrong.status], [.unauthorized, .accepted, .unauthorized])
        XCTAssertEqual(bot.chat.sent.count, 1)
    }
}
