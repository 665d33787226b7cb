import GitLabPlugin
import HarkTesting
import XCTest

final class GitLabKindsTests: XCTestCase {
    private let zeros = String(repeating: "0", count: 40)
    private let commit = "a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"

    func testTest_isAHello_whenNothingWasPushed() async throws {
        let bot = try await TestBot(GitLab.self)
        let main = #""ref": "refs/heads/main", "user_name": "Mira", "total_commits_count": 0"#

        for (before, after) in [(zeros, zeros), (commit, commit)] {
            for event in ["Push Hook", "Tag Push Hook"] {
                try await post(event, #"\#(main), "before": "\#(before)", "after": "\#(after)""#, to: bot)
            }
        }
        try await post("Push Hook", #"\#(main), "before": null, "after": null, "checkout_sha": null"#, to: bot)

        XCTAssertEqual(Set(bot.chat.sent.map(\.text)), ["GitLab says hello to teahouse/kettle"])
        XCTAssertEqual(bot.chat.sent.count, 5)
    }

    func testTest_isAHello_whenTheTagsTriggerSendsABranch() async throws {
        let bot = try await TestBot(GitLab.self)
        let hashes = #""before": "\#(commit)", "after": "b2c3d4e""#

        try await post("Tag Push Hook", #""object_kind": "push", "ref": "refs/heads/main", \#(hashes)"#, to: bot)
        try await post("Tag Push Hook", #""ref": "refs/tags/v1", "before": "\#(zeros)", "after": "b2c3d4e""#, to: bot)

        XCTAssertEqual(bot.chat.sent.map(\.text).first, "GitLab says hello to teahouse/kettle")
        XCTAssertEqual(bot.chat.sent.map(\.text).last, "[teahouse/kettle] somebody pushed tag v1")
    }

    func testIssue_isClosedForAReason_whenItLivesOnElsewhere() async throws {
        let bot = try await TestBot(GitLab.self)

        for end in [#""moved_to_id": 12"#, #""duplicated_to_id": 12"#, #""moved_to_id": null"#] {
            let fields = #"{"iid": 7, "action": "close", \#(end)}"#
            try await post("Issue Hook", #""object_kind": "issue", "object_attributes": \#(fields)"#, to: bot)
        }

        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            ["closed issue #7 as moved", "closed issue #7 as a duplicate", "closed issue #7"].map {
                "[teahouse/kettle] somebody \($0)"
            })
    }

    func testPipeline_namesTheMergeRequest() async throws {
        let bot = try await TestBot(GitLab.self)
        let pipeline = #""object_attributes": {"id": 31, "ref": "main", "status": "failed", "duration": 63}"#
        let requests = [
            #"{"iid": 55, "source_project_id": 99, "target_project_id": 5}"#, #"{"iid": 55}"#,
            #"{"source_project_id": 99, "target_project_id": 5}"#, "null",
        ]

        for request in requests {
            let fields = #"\#(pipeline), "merge_request": \#(request), "user": {"name": "Drive By"}"#
            try await post("Pipeline Hook", #"\#(fields), "builds": [{"name": "lint", "status": "failed"}]"#, to: bot)
        }

        let places = ["for merge request !55", "for merge request !55", "on main of a fork", "on main"]
        XCTAssertEqual(
            bot.chat.sent.map(\.text),
            places.map { "[teahouse/kettle] pipeline #31 by Drive By failed \($0) in 1 min 3 s: lint" })
    }

    func testJob_namesTheMergeRequestOfAnInternalReference() async throws {
        let bot = try await TestBot(GitLab.self, environment: everyEvent(of: GitLab.self))

        for end in ["head", "merge", "train"] {
            let ref = "refs/merge-requests/55/\(end)"
            try await post("Job Hook", #""ref": "\#(ref)", "build_name": "lint", "build_status": "failed""#, to: bot)
        }

        XCTAssertEqual(Set(bot.chat.sent.map(\.text)), ["[teahouse/kettle] job lint failed for merge request !55"])
    }

    private func post(_ event: String, _ fields: String, to bot: TestBot) async throws {
        let project = #""project": {"id": 5, "path_with_namespace": "teahouse/kettle"}"#
        _ = try await bot.post("/gitlab", json: "{\(project), \(fields)}", headers: ["X-Gitlab-Event": event])
    }
}
