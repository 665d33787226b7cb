import AlertmanagerPlugin
import AzureDevOpsPlugin
import BitbucketPlugin
import BuildkitePlugin
import CircleCIPlugin
import Foundation
import GitHubPlugin
import GitLabPlugin
import GiteaPlugin
import GrafanaPlugin
import HarkEvents
import HarkTesting
import JenkinsPlugin
import JiraPlugin
import LinearPlugin
import PagerDutyPlugin
import RelayPlugin
import SentryPlugin
import ShopifyPlugin
import StripePlugin
import XCTest

/// Every fixture of every plugin that announces, as every network shows it.
final class RenderedFixturesTests: XCTestCase {
    /// What strangers write to be noticed: each mentions somebody on some network, or leaves its line.
    private static let hostile =
        "@everyone @channel <!channel> <@U024BE7LH> <users/all> <at>all</at> @**all** @room [a](tg://user?id=1) \u{1b}[31m \u{202e}x"

    /// The fields that people fill in, in all providers' payloads.
    private static let humanFields: Set<String> = [
        "title", "name", "message", "body", "description", "summary", "text", "displayName", "display_name",
        "full_name",
        "fullname", "login", "username", "nickname", "author_name", "note", "label", "content", "subject", "branch",
        "reason", "alertname", "service", "email", "customer", "financial_status", "Subject", "Message", "AlarmName",
        "AlarmDescription", "NewStateReason", "Description", "Cause", "msg", "Name",
    ]

    func testFixtures_areShownWithoutMentions() async throws {
        try await check { $0 }
    }

    func testFixtures_areShownWithoutMentions_whenPeopleWriteThemIntoEveryField() async throws {
        try await check { Self.poisoned($0) }
    }

    private func check(_ change: (Any) -> Any) async throws {
        let plugins: [any ProviderPlugin.Type] = [
            Alertmanager.self, AzureDevOps.self, Bitbucket.self, Buildkite.self, CircleCI.self, GitHub.self,
            GitLab.self,
            Gitea.self, Grafana.self, Jenkins.self, Jira.self, Linear.self, PagerDuty.self, Sentry.self, Shopify.self,
            Stripe.self,
        ]
        var shown = 0
        for plugin in plugins { shown += try await check(provider: plugin, change) }
        let quiet = ["HARK_AWS_EVENTS": "+CodePipelineStep,+CodeBuildPhase"]
        shown += try await check(UnverifiedAWS.self, ofFolder: "AWS", quiet, change)
        shown += try await check(Relay.self, ofFolder: "Relay", ["HARK_RELAY_SECRET": "unsigned"], change)
        XCTAssertGreaterThan(shown, 500)
    }

    private func check<Owner: ProviderPlugin>(
        provider plugin: Owner.Type, _ change: (Any) -> Any
    ) async throws -> Int {
        let environment = everyEvent(of: plugin).merging([Owner.provider.secret.variable: "unsigned"]) { $1 }
        return try await check(plugin, ofFolder: "\(Owner.self)", environment, change)
    }

    /// - Returns: how many messages were shown.
    private func check<Owner: Plugin>(
        _ plugin: Owner.Type, ofFolder name: String, _ environment: [String: String], _ change: (Any) -> Any
    ) async throws -> Int {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Plugins/\(name)/Tests/Fixtures")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json") }
        XCTAssertFalse(names.isEmpty, "\(folder.path)")
        let bot = try await TestBot(plugins: [plugin], environment: environment, at: TestBot.newYear2026)
        for name in names.sorted() {
            let json = try JSONSerialization.jsonObject(with: Data(contentsOf: folder.appending(path: name)))
            let payload = try JSONSerialization.data(withJSONObject: change(json))
            let event = Fixture(name: name, payload: []).event
            let request = try? bot.host.delivery(
                to: Owner.manifest.name, event: event == Fixture.nameless ? nil : event, payload: Array(payload))
            guard let request else { continue }
            _ = try await bot.send(request)
        }
        let messages = bot.chat.messages
        XCTAssertFalse(messages.isEmpty, "\(Owner.self)")
        for message in messages {
            for renderer in Renderer.all {
                if let fault = renderer.fault(of: message) { XCTFail("\(Owner.self): \(fault)") }
            }
        }
        return messages.count
    }

    /// The payload with hostile text at the end of what people fill in.
    private static func poisoned(_ value: Any, under name: String = "") -> Any {
        switch value {
        case let object as [String: Any]:
            return Dictionary(uniqueKeysWithValues: object.map { ($0.key, poisoned($0.value, under: $0.key)) })
        case let list as [Any]: return list.map { poisoned($0, under: name) }
        case let text as String where humanFields.contains(name): return "\(text) \(hostile)"
        default: return value
        }
    }
}
