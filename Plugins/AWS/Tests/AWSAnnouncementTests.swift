import HarkEvents
import HarkTesting
import XCTest

@testable import AWSPlugin

/// The same announcements at a row without a verifier: the signatures are Amazon's alone, so that no fixture has one.
private struct UnverifiedAWS: Plugin {
    static let manifest = Manifest<Self>(
        name: "aws", summary: "Announces messages without verifying them.", settings: AWS.notifierSettings.all,
        routes: [.post("/aws", .event(of: AWS.events), announce)],
        events: AWS.events.declaration(filteredBy: AWS.notifierSettings.events))

    let notifier: Notifier

    init(_ context: PluginContext) throws { notifier = try Notifier(AWS.notifierSettings, context) }

    func announce(_ delivery: Delivery<WebhookEvent>) async throws -> HandlerOutcome {
        try await notifier.announce(delivery)
    }
}

final class AWSAnnouncementTests: XCTestCase {
    /// Everything that is quiet.
    private let loud = ["HARK_AWS_EVENTS": "+CodePipelineStep,+CodeBuildPhase"]

    func testEveryEvent_hasAFixtureThatIsAnnounced() async throws {
        try await checkEvents(UnverifiedAWS.self, environment: loud)
    }

    func testFixtures_areAnnouncedAsExpected() async throws {
        try await checkAnnouncements(UnverifiedAWS.self, environment: loud)
    }

    func testFixtures_areAccepted_whateverBecomesOfTheirFields() async throws {
        try await checkTolerance(UnverifiedAWS.self, environment: loud)
    }

    func testQuietEvents_areIgnored_unlessTheyAreAskedFor() async throws {
        let bot = try await TestBot(UnverifiedAWS.self)

        for name in ["CodePipelineStep.stage.json", "CodeBuildPhase.build.json"] {
            _ = try await bot.deliver(Fixture.named(name), to: UnverifiedAWS.self)
        }

        XCTAssertEqual(bot.chat.sent, [])
    }

    func testAlarm_hasTheSeverityOfItsState() async throws {
        let bot = try await TestBot(UnverifiedAWS.self)

        for name in ["CloudWatch.alarm.json", "CloudWatch.insufficient.json", "CloudWatch.ok.json"] {
            _ = try await bot.deliver(Fixture.named(name), to: UnverifiedAWS.self)
        }

        XCTAssertEqual(bot.chat.messages.map(\.severity), [.error, .warning, .success])
    }

    func testRoom_receivesTheEndOfAnAlarm_whenItReceivedTheBeginning() async throws {
        let bot = try await TestBot(UnverifiedAWS.self, environment: ["HARK_RULES": "#oncall severity>=error"])

        for name in ["CloudWatch.alarm.json", "CloudWatch.ok.json"] {
            _ = try await bot.deliver(Fixture.named(name), to: UnverifiedAWS.self)
        }

        XCTAssertEqual(bot.chat.sent.map(\.room), ["#oncall", "#oncall"])
    }

    func testMessage_isOneLine_andMentionsNoPerson_whenItIsHostile() async throws {
        let bot = try await TestBot(UnverifiedAWS.self)
        let payload = #"""
            {"Type": "Notification", "TopicArn": "arn:aws:sns:eu-central-1:1:<!here>", "Subject": "@everyone\n\u202ex",
            "Message": "<!channel>\u0000\r\n!deploy https://hooks.example/?token=hush"}
            """#

        _ = try await bot.post("/aws", json: payload)

        let message = try XCTUnwrap(bot.chat.messages.first)
        let people = message.text.spans.filter { if case .person = $0 { true } else { false } }
        let said = message.text.plain
        XCTAssertEqual(people.count, 0, said)
        XCTAssertFalse(said.contains(where: \.isNewline), said)
        XCTAssertFalse(said.contains("hush"), said)
    }
}
