import XCTest

final class RunEventsTests: XCTestCase {
    func testWorkflowLine_saysHowItEndedAndHowLongItTook() throws {
        let line = try workflow(
            """
            "name": "CI", "run_number": 163, "head_branch": "main", "conclusion": "success", "html_url": "https://x/r",
            "run_started_at": "2026-01-01T10:00:00Z", "updated_at": "2026-01-01T10:01:05Z"
            """
        )

        XCTAssertEqual(line, "[octo/repo] workflow CI #163 succeeded on main in 1 min 5 s https://x/r")
    }

    func testWorkflowLine_saysWhoStartedIt() throws {
        let actors = [
            #""actor": {"login": "ada"}, "triggering_actor": {"login": "bob"}"#, #""actor": {"login": "ada"}"#,
        ]

        let lines = try actors.map { try workflow(#""name": "CI", "conclusion": "failure", \#($0)"#) }

        XCTAssertEqual(lines, ["bob", "ada"].map { "[octo/repo] workflow CI by \($0) failed" })
    }

    func testWorkflowLine_putsDurationsInWords() throws {
        let ends = ["10:00:01Z", "10:02:00Z", "13:05:59Z"]

        let lines = try ends.map {
            try workflow(
                #""conclusion": "success", "run_started_at": "2026-01-01T10:00:00Z", "updated_at": "2026-01-01T\#($0)""#
            )
        }

        XCTAssertEqual(lines, ["1 s", "2 min 0 s", "3 h 5 min"].map { "[octo/repo] workflow succeeded in \($0)" })
    }

    func testWorkflowLine_leavesOutTheDuration_whenTheTimesMakeNoSense() throws {
        let ends = ["2026-01-01T10:00:00Z", "2025-01-01T10:00:00Z", "soon", ""]

        let lines = try ends.map {
            try workflow(#""conclusion": "success", "run_started_at": "2026-01-01T10:00:00Z", "updated_at": "\#($0)""#)
        }

        XCTAssertEqual(Set(lines), ["[octo/repo] workflow succeeded"])
    }

    func testWorkflowLine_hasAWordForEveryConclusion() throws {
        let words = [
            "success": "succeeded", "failure": "failed", "cancelled": "was cancelled",
            "timed_out": "timed out", "startup_failure": "failed to start", "action_required": "needs somebody to act",
            "neutral": "ended neither well nor badly", "stale": "went stale", "odd": "ended with odd",
        ]

        let lines = try words.keys.map { try workflow(#""name": "CI", "conclusion": "\#($0)""#) }

        XCTAssertEqual(lines, words.values.map { "[octo/repo] workflow CI \($0)" })
    }

    func testWorkflowLine_saysTheStep_beforeTheEnd() throws {
        let line = try formatted(
            "workflow_run", #""action": "requested", "workflow_run": {"name": "CI", "conclusion": null}"#)

        XCTAssertEqual(line, "[octo/repo] workflow CI is queued")
    }

    func testLines_areNil_whenTheRunWasSkipped() throws {
        let check = try formatted("check_run", #""action": "completed", "check_run": {"conclusion": "skipped"}"#)

        XCTAssertNil(check)
        XCTAssertNil(try workflow(#""conclusion": "skipped""#))
    }

    func testCheckSuiteLine_isNil_whenNothingWasChecked() throws {
        let lines = try [#""skipped""#, "null"].map {
            try formatted("check_suite", #""action": "completed", "check_suite": {"conclusion": \#($0)}"#)
        }

        XCTAssertEqual(lines, [nil, nil])
    }

    func testCheckLine_saysWhatWasChecked() throws {
        let line = try formatted(
            "check_run",
            """
            "action": "completed", "check_run": {
                "name": "lint", "conclusion": "failure", "head_sha": "0123456789", "html_url": "https://x/c",
                "check_suite": {"head_branch": "main"}
            }
            """
        )

        XCTAssertEqual(line, "[octo/repo] check lint failed on main at 0123456 https://x/c")
    }

    func testCheckLine_saysTheStep_beforeTheEnd() throws {
        let line = try formatted(
            "check_run", #""action": "created", "check_run": {"name": "lint", "conclusion": null}"#)

        XCTAssertEqual(line, "[octo/repo] check lint was created")
    }

    func testDeploymentLine_saysHowItStands() throws {
        let lines = try ["in_progress", "success", "failure", "error", "queued"].map {
            try formatted(
                "deployment_status",
                """
                "action": "created", "deployment": {"ref": "main"}, "deployment_status": {
                    "state": "\($0)", "environment": "production", "environment_url": "", "log_url": "https://x/log"
                }
                """
            )
        }

        XCTAssertEqual(
            lines,
            ["began", "succeeded", "failed", "failed with an error", "is queued"].map {
                "[octo/repo] deployment of main to production \($0) https://x/log"
            }
        )
    }

    func testDeploymentLine_leadsToTheSite_onlyWhenThatIsThere() throws {
        let log = #""log_url": "https://x/log", "target_url": "https://x/target""#
        let states = [
            #""state": "success", \#(log)"#, #""state": "failure", \#(log)"#, #""state": "in_progress", \#(log)"#,
            #""state": "error", "log_url": "", "target_url": "https://x/target""#, #""state": "error""#,
        ]

        let lines = try states.map { try deployment(#""environment_url": "https://x/site", \#($0)"#) }

        XCTAssertEqual(
            lines.map { $0?.split(separator: " ").last },
            [
                "https://x/site", "https://x/log", "https://x/log", "https://x/target", "https://github.com/octo/repo",
            ])
    }

    func testDeploymentLine_saysWhoDeploys() throws {
        let line = try formatted(
            "deployment_status",
            """
            "deployment": {"ref": "main", "creator": {"login": "ada"}},
            "deployment_status": {"state": "success", "creator": {"login": "bot"}, "log_url": "https://x/log"}
            """)
        let other = try deployment(#""state": "success", "creator": {"login": "bot"}, "log_url": "https://x/log""#)

        XCTAssertEqual(line, "[octo/repo] deployment of main by ada succeeded https://x/log")
        XCTAssertEqual(other, "[octo/repo] deployment by bot succeeded https://x/log")
    }

    func testStatusLine_hasTheNextLink_whenTheFirstIsTooLong() throws {
        let page = "https://ci.example.org/?q=\(String(repeating: "x", count: 300))"

        let line = try formatted(
            "status", #""state": "success", "target_url": "\#(page)", "commit": {"html_url": "https://x/commit"}"#)

        XCTAssertEqual(line, "[octo/repo] status succeeded https://x/commit")
    }

    private func deployment(_ status: String) throws -> String? {
        try formatted("deployment_status", #""deployment_status": {\#(status)}"#)
    }

    private func workflow(_ run: String) throws -> String? {
        try formatted("workflow_run", #""action": "completed", "workflow_run": {\#(run)}"#)
    }
}
