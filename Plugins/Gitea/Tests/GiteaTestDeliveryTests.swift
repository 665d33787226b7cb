import GiteaPlugin
import HarkTesting
import XCTest

final class GiteaTestDeliveryTests: XCTestCase {
    private let zeros = String(repeating: "0", count: 40)
    private let commit = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"

    func testTestDelivery_isAHello() async throws {
        let bot = try await TestBot(Gitea.self)

        for (before, after) in [(zeros, zeros), (commit, commit)] { try await push(before, after, to: bot) }

        XCTAssertEqual(
            bot.chat.sent.map(\.text), ["Gitea says hello to teahouse/kettle", "Gitea says hello to teahouse/kettle"])
    }

    func testRun_namesTheForkOrThePullRequest() async throws {
        let bot = try await TestBot(Gitea.self)
        let runs = [
            #""head_branch": "main", "head_repository": {"id": 9, "full_name": "drive-by/kettle"}"#,
            #""head_branch": "main", "head_repository": {"id": 9}"#,
            #""head_branch": "main", "head_repository": {"id": 2, "full_name": "teahouse/kettle"}"#,
            #""head_branch": "", "path": "ci.yml@refs/pull/55/head""#,
        ]

        for run in runs {
            try await post(
                "workflow_run", #""action": "completed", "workflow_run": {"conclusion": "failure", \#(run)}"#, to: bot)
        }
        for run in [##""prettyref": "#55""##, #""prettyref": "main", "is_fork_pull_request": true"#] {
            try await post("action_run_failure", #""run": {"workflow_id": "ci.yml", \#(run)}"#, to: bot)
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            [
                "[teahouse/kettle] workflow failed on drive-by:main",
                "[teahouse/kettle] workflow failed on main of a fork",
                "[teahouse/kettle] workflow failed on main",
                "[teahouse/kettle] workflow ci.yml failed for pull request #55",
                "[teahouse/kettle] workflow ci.yml failed for pull request #55",
                "[teahouse/kettle] workflow ci.yml failed on main of a fork",
            ])
    }

    private func push(_ before: String, _ after: String, to bot: TestBot) async throws {
        try await post(
            "push",
            """
            "ref": "refs/heads/main", "before": "\(before)", "after": "\(after)", "total_commits": 1,
            "commits": [{"id": "\(after)", "message": "Boil faster"}], "pusher": {"login": "mira"}
            """, to: bot)
    }

    private func post(_ event: String, _ fields: String, to bot: TestBot) async throws {
        let repository = #""repository": {"id": 2, "full_name": "teahouse/kettle"}"#
        _ = try await bot.post("/gitea", json: "{\(repository), \(fields)}", headers: ["X-Gitea-Event": event])
    }
}
