import Foundation
import XCTest

@testable import HarkHost

/// The recipes of docs/Rules.md, as they are written there.
final class RuleRecipesTests: XCTestCase {
    private static let page = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/Rules.md")

    /// 2026-01-02, a Friday, in seconds since 1970.
    private let friday = 1_767_312_000

    /// The rules of the code block below a heading.
    private func rules(_ heading: String) throws -> RuleSet {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let section = try XCTUnwrap(text.components(separatedBy: "# \(heading)\n").dropFirst().first, heading)
        let block = try XCTUnwrap(section.components(separatedBy: "```").dropFirst().first)
        return try RuleSet(text: block, plugins: ["alertmanager", "github", "gitlab", "grafana"])
    }

    private func alert(_ severity: Severity?, labels: UntrustedText...) -> NotificationFacts {
        var facts = NotificationFacts(plugin: "alertmanager", event: "firing")
        facts.severity = severity
        facts.outcome = .failure
        facts.addLabels(labels)
        return facts
    }

    func testPage_hasTenRecipes() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)

        XCTAssertEqual(text.components(separatedBy: "\n### ").count - 1, 10)
    }

    func testExample_doesWhatEachLineSays() throws {
        let rules = try rules("Rules")

        XCTAssertEqual(
            rules.rooms(.github("dependabot_alert") { $0.audience = .restricted }), ["#security", "#private"])
        XCTAssertEqual(rules.rooms(alert(.critical)), ["#oncall"])
        XCTAssertEqual(
            rules.rooms(
                .github("push") {
                    $0.place = "acme/shop-api"
                    $0.branch = "release/2"
                }), ["#shop-dev"])
        XCTAssertEqual(rules.rooms(.github("issues") { $0.audience = .confidential }), ["#private"])
        XCTAssertEqual(rules.rooms(.github("push") { $0.actor = "dependabot[bot]" }), [])
        XCTAssertEqual(rules.rooms(.github("check_run") { $0.outcome = .success }), [])
        XCTAssertEqual(rules.rooms(.github("check_run") { $0.outcome = .failure }), ["#general"])
    }

    func testBotsOut() throws {
        let rules = try rules("Bots out")

        XCTAssertEqual(rules.rooms(.github("push") { $0.isBot = true }), [])
        XCTAssertEqual(rules.rooms(.github("push") { $0.actor = "renovate-acme" }), [])
        XCTAssertEqual(rules.rooms(.github("push") { $0.actor = "ada" }), ["#general"])
    }

    func testOnlyFailedBuilds() throws {
        let rules = try rules("Only failed builds")
        var pipeline = NotificationFacts(plugin: "gitlab", event: "Pipeline Hook")
        pipeline.outcome = .success

        XCTAssertEqual(rules.rooms(.github("workflow_run") { $0.outcome = .success }), [])
        XCTAssertEqual(rules.rooms(.github("workflow_run") { $0.outcome = .failure }), ["#general"])
        XCTAssertEqual(rules.rooms(.github("push")), ["#general"])
        XCTAssertEqual(rules.rooms(pipeline), [])
    }

    func testOneRepositoryToOneRoom() throws {
        let rules = try rules("One repository to one room")

        XCTAssertEqual(rules.rooms(.github("push") { $0.place = "acme/shop" }), ["#shop"])
        XCTAssertEqual(rules.rooms(.github("push") { $0.place = "Acme/Shop-API" }), ["#shop"])
        XCTAssertEqual(rules.rooms(.github("push") { $0.place = "acme/shopping" }), ["#general"])
    }

    func testByLabel() throws {
        let rules = try rules("By label")

        XCTAssertEqual(rules.rooms(.github("issues") { $0.addLabels(["type: bug"]) }), ["#bugs", "#general"])
        XCTAssertEqual(rules.rooms(.github("issues") { $0.addLabels(["bug", "wip"]) }), [])
        XCTAssertEqual(rules.rooms(.github("issues")), ["#general"])
    }

    func testOnlyTheMainBranches() throws {
        let rules = try rules("Only the main branches")
        var push = NotificationFacts(plugin: "gitlab", event: "Push Hook")
        push.branch = "topic"

        XCTAssertEqual(rules.rooms(.github("push") { $0.branch = "main" }), ["#general"])
        XCTAssertEqual(rules.rooms(.github("push") { $0.branch = "release/1.2" }), ["#general"])
        XCTAssertEqual(rules.rooms(.github("push") { $0.branch = "topic" }), [])
        XCTAssertEqual(rules.rooms(.github("push")), ["#general"])
        XCTAssertEqual(rules.rooms(push), [])
    }

    func testConfidentialElsewhere() throws {
        let rules = try rules("Confidential elsewhere")

        XCTAssertEqual(rules.rooms(.github("issues") { $0.audience = .confidential }), ["#leads"])
        XCTAssertEqual(rules.rooms(.github("dependabot_alert") { $0.audience = .restricted }), ["#security"])
        XCTAssertEqual(rules.rooms(.github("issues")), ["#general"])
    }

    func testAlertsBySeverityAndTeam() throws {
        let rules = try rules("Alerts by severity and team")

        XCTAssertEqual(rules.rooms(alert(.warning, labels: "team=payments")), ["#payments"])
        XCTAssertEqual(rules.rooms(alert(.critical, labels: "job=api", "team=platform")), ["#platform", "#oncall"])
        XCTAssertEqual(rules.rooms(alert(.warning)), ["#general"])
    }

    func testQuietNights() throws {
        let rules = try rules("Quiet nights")

        // 21:30 and 12:30 in UTC are 22:30 and 13:30 in Berlin.
        let (night, noon) = (friday + 21 * 3600 + 1800, friday + 12 * 3600 + 1800)
        XCTAssertEqual(rules.rooms(.github("push"), at: night), [])
        XCTAssertEqual(rules.rooms(alert(.critical), at: night), ["#general"])
        XCTAssertEqual(rules.rooms(alert(.error), at: noon), ["#general"])
        XCTAssertEqual(rules.rooms(alert(.error), at: noon + 86_400), [])
    }

    func testSecurityToItsOwnRoom() throws {
        let rules = try rules("Security to its own room")
        var vulnerability = NotificationFacts(plugin: "gitlab", event: "Vulnerability Hook")
        vulnerability.audience = .restricted

        XCTAssertEqual(rules.rooms(.github("secret_scanning_alert") { $0.audience = .restricted }), ["#security"])
        XCTAssertEqual(rules.rooms(vulnerability), ["#security"])
        XCTAssertEqual(rules.rooms(.github("push")), ["#general"])
    }

    func testAnArchiveOfEverything() throws {
        let rules = try rules("An archive of everything")

        XCTAssertEqual(rules.rooms(.github("push")), ["#general", "irc:#log"])
    }
}
