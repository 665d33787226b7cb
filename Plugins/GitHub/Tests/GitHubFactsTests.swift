import HarkTesting
import XCTest

@testable import GitHubPlugin

final class GitHubFactsTests: XCTestCase {
    func testPeople_areMentioned_whomTheEventConcerns() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("pull_request.review_requested.json", ["bob"]),
            ("pull_request.review_requested_of_team.json", []),
            ("pull_request.assigned.json", ["bob"]),
            ("issues.assigned.json", ["bob"]),
            ("workflow_run.failure.json", ["ada"]),
            ("workflow_run.scheduled.json", []),
            ("workflow_run.success.json", []),
            ("check_run.failure.json", []),
            ("status.failure.json", ["eve"]),
            ("status.success.json", []),
            ("page_build.errored.json", ["ada"]),
            ("deployment_status.failure.json", []),
        ]

        for (fixture, accounts) in cases { try await assertMentions(GitHub.self, fixture, accounts) }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("push.json", "event=push place=acme/rocket branch=main actor=ada bot=no"),
            ("push.tag.json", "event=push branch=v1.2"),
            ("issues.opened.json", "event=issues.opened subject=acme/rocket#*"),
            ("pull_request.opened.json", "branch=* subject=acme/rocket#*"),
            ("check_run.failure.json", "outcome=failure severity=error branch=main"),
            ("check_run.success.json", "outcome=success severity=success"),
            ("workflow_run.failure.json", "outcome=failure severity=error branch=main"),
            ("workflow_run.cancelled.json", "outcome=cancelled"),
            ("deployment_status.failure.json", "outcome=failure severity=error branch=main"),
            ("deployment.created.json", "branch=main outcome!=*"),
            ("release.published.json", "branch=v1.2"),
            ("repository_import.failure.json", "outcome=failure severity=error"),
            ("deployment_status.in_progress.json", "severity<success"),
            ("dependabot_alert.created.json", "audience=restricted severity=error outcome=failure"),
            ("dependabot_alert.fixed.json", "audience=restricted severity=error outcome=success"),
            ("secret_scanning_alert.created.json", "audience=restricted severity=critical"),
            ("secret_scanning_alert_location.created.json", "audience=restricted"),
            ("secret_membership.added.json", "audience=confidential"),
            ("secret_team.created.json", "audience=confidential"),
            ("repository_advisory.reported.json", "audience=restricted severity=critical"),
            ("security_advisory.published.json", "severity=warning"),
            ("pull_request.dequeued.json", "branch=main bot=yes severity=warning"),
            ("page_build.errored.json", "place=acme/rocket outcome=failure severity=error"),
            ("page_build.built.json", "outcome=success severity=success"),
            ("page_build.building.json", "outcome!=*"),
            ("merge_group.checks_requested.json", "branch=main"),
            ("code_scanning_alert.created.json", "branch=main audience=restricted"),
            ("repository_dispatch.deploy.json", "branch=main"),
            ("installation.created.json", "place=acme"),
            ("discussion.created.json", "label=fuel"),
        ]

        let environment = everyEvent(of: GitHub.self)
        for (fixture, conditions) in cases {
            try await assertMatchesRule(GitHub.self, fixture, conditions, environment: environment)
        }
    }

    func testLabels_areThoseOfTheIssue() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_RULES": "#bugs label=bug; mute label=wip"])
        let issue = { (labels: String) in
            Fixture(
                name: "issues.json",
                payload: Array(
                    #"{"action":"opened","issue":{"number":1,"title":"Hum","labels":[\#(labels)]},"sender":{"login":"ada"}}"#
                        .utf8))
        }

        _ = try await bot.deliver(issue(#"{"name":"Bug"}"#), to: GitHub.self)
        _ = try await bot.deliver(issue(#"{"name":"bug"},{"name":"wip"}"#), to: GitHub.self)

        XCTAssertEqual(bot.chat.sent, ["[#bugs] ada opened issue #1: Hum"])
    }

    func testAccounts_ofPrograms_areBots() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_RULES": "mute bot=yes"])
        let change = { (sender: String) in
            Fixture(
                name: "public.json",
                payload: Array(#"{"sender":\#(sender),"repository":{"full_name":"o/r"}}"#.utf8))
        }

        _ = try await bot.deliver(change(#"{"login":"acme-ci","type":"Bot"}"#), to: GitHub.self)
        _ = try await bot.deliver(change(#"{"login":"renovate[bot]"}"#), to: GitHub.self)
        _ = try await bot.deliver(change(#"{"login":"ada","type":"User"}"#), to: GitHub.self)

        XCTAssertEqual(bot.chat.sent.count, 1)
    }

    func testAlert_goesNowhere_unlessARuleNamesIt() async throws {
        let bot = try await TestBot(GitHub.self, environment: ["HARK_RULES": "#matched plugin=github"])

        _ = try await bot.deliver(Fixture.named("dependabot_alert.created.json"), to: GitHub.self)

        XCTAssertEqual(bot.chat.sent, [])
    }
}
