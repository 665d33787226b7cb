import AlertmanagerPlugin
import Foundation
import GitHubPlugin
import GitLabPlugin
import HarkEvents
import HarkTesting
import Synchronization
import XCTest

/// Stands for the network of the archive: keeps the rooms that hear something.
private struct Archive: Plugin, ChatNetwork {
    static let networkName: NetworkName = "irc"
    static let capabilities = RecordedChat.capabilities
    static let manifest = Manifest<Self>(name: "irc", summary: "Keeps what is said.")
    static let rooms = Mutex<[String]>([])

    init(_ context: PluginContext) {}

    func run(_ inbox: ChatInbox) async throws { while true { try await Task.sleep(for: .seconds(3600)) } }

    func send(_ message: OutgoingMessage, to room: Room) async throws(ChatError) -> MessageID? {
        Self.rooms.withLock { $0.append(room.name) }
        return nil
    }
}

/// The rules of docs/Rules.md, as they are written there, in a bot with the plugins that they name: the bot refuses a
/// name of an event or an action that these do not have, and only their payloads show who hears what.
final class RulesPageTests: XCTestCase {
    /// 2026-01-02 12:30 UTC, a Friday.
    private let noon = Date(timeIntervalSince1970: 1_767_357_000)

    private static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func page() throws -> String {
        try String(contentsOf: repository.appending(path: "docs/Rules.md"), encoding: .utf8)
    }

    /// A bot with the rules of the first code block below a heading, which asks for all events.
    private func bot(_ heading: String, at time: Date? = nil) async throws -> TestBot {
        let section = try XCTUnwrap(Self.page().components(separatedBy: "# \(heading)\n").dropFirst().first, heading)
        let rules = try XCTUnwrap(section.components(separatedBy: "```").dropFirst().first, heading)
        let environment = ["HARK_RULES": rules, "HARK_CHAT": "recorded,irc"]
            .merging(everyEvent(of: GitHub.self)) { $1 }.merging(everyEvent(of: GitLab.self)) { $1 }
        return try await TestBot(
            plugins: [Alertmanager.self, GitHub.self, GitLab.self, Archive.self], environment: environment,
            at: time ?? noon)
    }

    /// The rooms that hear a fixture of a plugin.
    /// - Parameter changes: texts of the fixture, and what stands in their places.
    private func rooms<Owner: ProviderPlugin>(
        _ heading: String, _ plugin: Owner.Type, _ name: String, replacing changes: [String: String] = [:],
        at time: Date? = nil
    ) async throws -> [String] {
        let bot = try await bot(heading, at: time)
        let file = Self.repository.appending(path: "Plugins/\(Owner.self)/Tests/Fixtures/\(name).json")
        var payload = try String(contentsOf: file, encoding: .utf8)
        for (old, new) in changes {
            XCTAssertTrue(payload.contains(old), "\(name) has no \(old)")
            payload = payload.replacingOccurrences(of: old, with: new)
        }

        _ = try await bot.deliver(Fixture(name: "\(name).json", payload: Array(payload.utf8)), to: plugin)

        return bot.chat.sent.map { "\($0.room)" }.sorted()
    }

    private func assert<Owner: ProviderPlugin>(
        _ heading: String, sends name: String, of plugin: Owner.Type, replacing changes: [String: String] = [:],
        at time: Date? = nil, to expected: [String], line: UInt = #line
    ) async throws {
        let rooms = try await rooms(heading, plugin, name, replacing: changes, at: time)

        XCTAssertEqual(rooms, expected, name, line: line)
    }

    func testEveryRecipe_isAcceptedByABotWithThePlugins() async throws {
        let headings = try Self.page().components(separatedBy: "\n### ").dropFirst().map { $0.prefix { $0 != "\n" } }

        for heading in headings { _ = try await bot(String(heading)) }

        XCTAssertEqual(headings.count, 10)
    }

    func testExample_doesWhatItsLinesSay() async throws {
        let page = "Rules"

        try await assert(
            page, sends: "dependabot_alert.created", of: GitHub.self, to: ["#private", "#security"])
        try await assert(page, sends: "firing", of: Alertmanager.self, to: ["#oncall"])
        try await assert(page, sends: "resolved", of: Alertmanager.self, to: ["#oncall"])
        try await assert(
            page, sends: "push", of: GitHub.self, replacing: ["acme/rocket": "acme/shop-api"], to: ["#shop-dev"])
        try await assert(page, sends: "confidential_issue_hook.open", of: GitLab.self, to: ["#private"])
        try await assert(page, sends: "pull_request.dequeued", of: GitHub.self, to: [])
        try await assert(page, sends: "check_run.success", of: GitHub.self, to: [])
        try await assert(page, sends: "check_run.failure", of: GitHub.self, to: ["#general"])
    }

    func testBotsOut_leavesPeopleIn() async throws {
        let recipe = "Bots out"

        try await assert(recipe, sends: "pull_request.dequeued", of: GitHub.self, to: [])
        try await assert(
            recipe, sends: "push", of: GitHub.self, replacing: [#""login": "ada""#: #""login": "acme-ci""#], to: [])
        try await assert(recipe, sends: "push", of: GitHub.self, to: ["#general"])
    }

    func testOnlyFailedBuilds_leavesPushesIn() async throws {
        let recipe = "Only failed builds"

        for name in ["workflow_run.success", "workflow_job.success", "check_run.success", "status.success"] {
            try await assert(recipe, sends: name, of: GitHub.self, to: [])
        }
        for name in ["workflow_run.failure", "workflow_job.failure", "check_run.failure", "status.failure", "push"] {
            try await assert(recipe, sends: name, of: GitHub.self, to: ["#general"])
        }
        for name in ["pipeline_hook.success", "job_hook.success"] {
            try await assert(recipe, sends: name, of: GitLab.self, to: [])
        }
        for name in ["pipeline_hook.failed", "job_hook.failed", "push_hook"] {
            try await assert(recipe, sends: name, of: GitLab.self, to: ["#general"])
        }
    }

    func testOneRepositoryToOneRoom_keepsWhatIsRestricted() async throws {
        let recipe = "One repository to one room"

        for (repository, room) in [("acme/shop", "#shop"), ("acme/shop-api", "#shop"), ("acme/shopping", "#general")] {
            try await assert(
                recipe, sends: "push", of: GitHub.self, replacing: ["acme/rocket": repository], to: [room])
        }
        try await assert(
            recipe, sends: "dependabot_alert.created", of: GitHub.self, replacing: ["acme/rocket": "acme/shop"], to: [])
    }

    func testByLabel_readsTheLabelsOfTheIssue() async throws {
        let recipe = "By label"

        for (labels, rooms) in [
            (#"{"name": "bug"}"#, ["#bugs", "#general"]), (#"{"name": "type: bug"}"#, ["#bugs", "#general"]),
            (#"{"name": "bug"}, {"name": "wip"}"#, []), (#"{"name": "fuel"}"#, ["#general"]),
        ] {
            try await assert(
                recipe, sends: "issues.opened", of: GitHub.self,
                replacing: [#""number": 7,"#: #""number": 7, "labels": [\#(labels)],"#], to: rooms)
        }
    }

    func testOnlyTheMainBranches_leavesIssuesIn() async throws {
        let recipe = "Only the main branches"
        let topic = ["refs/heads/main": "refs/heads/topic"]

        try await assert(recipe, sends: "push", of: GitHub.self, to: ["#general"])
        try await assert(
            recipe, sends: "push", of: GitHub.self, replacing: ["refs/heads/main": "refs/heads/release/1"],
            to: ["#general"])
        try await assert(recipe, sends: "push", of: GitHub.self, replacing: topic, to: [])
        try await assert(recipe, sends: "push_hook", of: GitLab.self, replacing: topic, to: [])
        try await assert(recipe, sends: "issues.opened", of: GitHub.self, to: ["#general"])
    }

    func testConfidentialElsewhere_dividesByAudience() async throws {
        let recipe = "Confidential elsewhere"

        try await assert(recipe, sends: "confidential_issue_hook.open", of: GitLab.self, to: ["#leads"])
        try await assert(recipe, sends: "dependabot_alert.created", of: GitHub.self, to: ["#security"])
        try await assert(recipe, sends: "issue_hook.open", of: GitLab.self, to: ["#general"])
    }

    func testAlertsBySeverityAndTeam_sendsCriticalOnesToTwoRooms() async throws {
        let recipe = "Alerts by severity and team"
        let warning = [#""severity":"critical""#: #""severity":"warning""#]
        let team = { (name: String) in [#""service":"api""#: #""service":"api","team":"\#(name)""#] }

        try await assert(
            recipe, sends: "firing", of: Alertmanager.self, replacing: team("payments"), to: ["#oncall", "#payments"])
        try await assert(
            recipe, sends: "firing", of: Alertmanager.self, replacing: team("platform").merging(warning) { $1 },
            to: ["#platform"])
        try await assert(recipe, sends: "firing", of: Alertmanager.self, replacing: warning, to: ["#general"])
    }

    func testQuietNights_letWhatIsCriticalThrough() async throws {
        let recipe = "Quiet nights"
        // 22:30 in Berlin, and noon on Saturday.
        let (night, saturday) = (noon.addingTimeInterval(9 * 3600), noon.addingTimeInterval(86_400))

        try await assert(recipe, sends: "push", of: GitHub.self, to: ["#general"])
        for time in [night, saturday] {
            try await assert(recipe, sends: "push", of: GitHub.self, at: time, to: [])
            try await assert(recipe, sends: "firing", of: Alertmanager.self, at: time, to: ["#general"])
            try await assert(recipe, sends: "resolved", of: Alertmanager.self, at: time, to: ["#general"])
        }
    }

    func testSecurityToItsOwnRoom_takesAlertsOfBothForges() async throws {
        let recipe = "Security to its own room"

        for name in ["secret_scanning_alert.created", "repository_advisory.reported", "security_advisory.published"] {
            try await assert(recipe, sends: name, of: GitHub.self, to: ["#security"])
        }
        try await assert(recipe, sends: "vulnerability_hook", of: GitLab.self, to: ["#security"])
        try await assert(recipe, sends: "push", of: GitHub.self, to: ["#general"])
    }

    func testAnArchiveOfEverything_keepsWhatEveryoneMayRead() async throws {
        let recipe = "An archive of everything"
        Archive.rooms.withLock { $0 = [] }

        try await assert(recipe, sends: "push", of: GitHub.self, to: ["#general"])
        try await assert(recipe, sends: "vulnerability_hook", of: GitLab.self, to: [])

        XCTAssertEqual(Archive.rooms.withLock { $0 }, ["#log"])
    }
}
