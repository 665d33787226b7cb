import HarkEvents
import XCTest

@testable import GitHubPlugin

final class ForkEventsTests: XCTestCase {
    private let home = #""repository": {"id": 7, "full_name": "teahouse/kettle"}"#
    private let fork = #""head_repository": {"id": 9, "full_name": "drive-by/kettle", "fork": true}"#

    func testWorkflowLine_namesTheForksOwner() throws {
        let line = try formatted(
            "workflow_run",
            """
            "action": "completed", \(home), "workflow": {"name": "CI"}, "workflow_run": {
                "name": "CI", "run_number": 981, "head_branch": "main", "event": "pull_request", "conclusion": "failure",
                "html_url": "https://github.com/teahouse/kettle/actions/runs/981", "pull_requests": [],
                "run_started_at": "2026-05-01T10:00:00Z", "updated_at": "2026-05-01T10:01:05Z",
                "actor": {"login": "drive-by"}, \(fork)
            }
            """)

        XCTAssertEqual(
            line,
            "[teahouse/kettle] workflow CI #981 by drive-by failed on drive-by:main in 1 min 5 s"
                + " https://github.com/teahouse/kettle/actions/runs/981")
    }

    func testWorkflowLine_namesTheBranchAlone_whenItIsTheRepositorysOwn() throws {
        let line = try run(#""head_repository": {"id": 7, "full_name": "Teahouse/kettle", "fork": true}"#)

        XCTAssertEqual(line, "[teahouse/kettle] workflow failed on main")
    }

    func testWorkflowLine_namesThePullRequest_whenThePayloadKnowsIt() throws {
        let own = #""pull_requests": [{"number": 55, "base": {"repo": {"id": 7}}}]"#
        let upstream = #""pull_requests": [{"number": 3, "base": {"repo": {"id": 1}}}]"#

        XCTAssertEqual(try run("\(fork), \(own)"), "[teahouse/kettle] workflow failed for pull request #55")
        XCTAssertEqual(try run("\(fork), \(upstream)"), "[teahouse/kettle] workflow failed on drive-by:main")
        XCTAssertEqual(try run(upstream), "[teahouse/kettle] workflow failed on main")
    }

    func testWorkflowLine_saysThatItIsAFork_whenItIsGoneOrNameless() throws {
        let forks = [
            #""event": "pull_request_target", "head_repository": null"#, #""head_repository": {"id": 9}"#,
            #""head_repository": {"fork": true}"#,
        ]

        let lines = try forks.map { try run($0) }

        XCTAssertEqual(Set(lines), ["[teahouse/kettle] workflow failed on main of a fork"])
    }

    func testWorkflowLine_namesTheForkInFull_whenItsOwnerIsTheSame() throws {
        let line = try run(#""head_repository": {"full_name": "teahouse/kettle-2"}"#)

        XCTAssertEqual(line, "[teahouse/kettle] workflow failed on teahouse/kettle-2:main")
    }

    func testWorkflowLine_namesThePullRequestOfAMergeQueue() throws {
        let line = try formatted(
            "workflow_run",
            #"\#(home), "workflow_run": {"conclusion": "failure", "head_branch": "gh-readonly-queue/main/pr-55-a1b2"}"#)

        XCTAssertEqual(line, "[teahouse/kettle] workflow failed for pull request #55")
    }

    func testStatusLine_namesThePullRequestOfAMergeQueue() throws {
        let queue = #"{"name": "gh-readonly-queue/main/pr-55-a1b2"}"#

        let one = try formatted("status", #"\#(home), "state": "failure", "branches": [\#(queue)]"#)
        let two = try formatted(
            "status", #"\#(home), "state": "failure", "branches": [{"name": "main"}, {"name": "v1"}]"#)

        XCTAssertEqual(one, "[teahouse/kettle] status failed for pull request #55")
        XCTAssertEqual(two, "[teahouse/kettle] status failed on main, v1")
    }

    func testBranch_ofAForksBuild_isNotTheRepositorysOwn() throws {
        let request = #""pull_requests": [{"number": 55, "base": {"repo": {"id": 7}}}]"#
        let cases: [(payload: String, branch: UntrustedText?)] = [
            (#""workflow_run": {"head_branch": "main", \#(fork)}"#, "drive-by:main"),
            (#""workflow_run": {"head_branch": "main", \#(fork), \#(request)}"#, "drive-by:main"),
            (#""workflow_run": {"head_branch": "main", "head_repository": {"id": 9}}"#, nil),
            (#""workflow_run": {"head_branch": "main"}"#, "main"),
            (#""check_run": {"check_suite": {"head_branch": "main"}}"#, "main"),
            (#""workflow_job": {"head_branch": "gh-readonly-queue/main/pr-55-a1b2"}"#, "main"),
            (#""branches": [{"name": "gh-readonly-queue/main/pr-55-a1b2"}]"#, "main"),
            (#""pull_request": {"base": {"ref": "main"}, "head": {"ref": "fix"}}"#, "main"),
        ]

        for (payload, branch) in cases {
            var facts = NotificationFacts()
            GitHub.facts(PayloadView(try JSONValue(parsing: Array("{\(home), \(payload)}".utf8))), &facts)
            XCTAssertEqual(facts.branch, branch, payload)
        }
    }

    func testJobLine_namesTheForksOwner() throws {
        let line = try formatted(
            "workflow_job",
            #"\#(home), "workflow_job": {"name": "lint", "conclusion": "failure", "head_branch": "main", \#(fork)}"#)

        XCTAssertEqual(line, "[teahouse/kettle] job lint failed on drive-by:main")
    }

    func testCheckLines_nameTheFork_whereAPullRequestNamesIt() throws {
        let head = #""head": {"repo": {"id": 9, "url": "https://api.github.com/repos/drive-by/kettle"}}"#
        let requests = #""pull_requests": [{"number": 55, \#(head), "base": {"repo": {"id": 7}}}]"#

        let suite = try formatted(
            "check_suite", #"\#(home), "check_suite": {"conclusion": "failure", "head_branch": "main", \#(requests)}"#)
        let run = try formatted(
            "check_run",
            #"\#(home), "check_run": {"conclusion": "failure", "check_suite": {"head_branch": "main"}, \#(requests)}"#)
        let foreign = try formatted(
            "check_suite", #"\#(home), "check_suite": {"conclusion": "failure", "head_branch": "main", \#(fork)}"#)

        XCTAssertEqual(suite, "[teahouse/kettle] check suite failed for pull request #55")
        XCTAssertEqual(run, "[teahouse/kettle] check failed for pull request #55")
        XCTAssertEqual(foreign, "[teahouse/kettle] check suite failed on drive-by:main")
    }

    func testDeploymentLines_nameTheFork_whereAWorkflowMadeThem() throws {
        let run = #""workflow_run": {"head_branch": "main", \#(fork)}"#

        let deployment = try formatted(
            "deployment",
            #""action": "created", \#(home), \#(run), "deployment": {"ref": "main", "environment": "stage"}"#)
        let status = try formatted(
            "deployment_status",
            #"\#(home), \#(run), "deployment": {"ref": "refs/heads/main"}, "deployment_status": {"state": "failure"}"#)
        let request = try formatted(
            "deployment_status",
            #"\#(home), "deployment": {"ref": "refs/pull/55/merge"}, "deployment_status": {"state": "failure"}"#)

        XCTAssertEqual(deployment, "[teahouse/kettle] ada created a deployment of drive-by:main to stage")
        XCTAssertEqual(status, "[teahouse/kettle] deployment of drive-by:main failed")
        XCTAssertEqual(request, "[teahouse/kettle] deployment of pull request #55 failed")
    }

    private func run(_ fields: String) throws -> String? {
        try formatted(
            "workflow_run", #"\#(home), "workflow_run": {"conclusion": "failure", "head_branch": "main", \#(fields)}"#)
    }
}
