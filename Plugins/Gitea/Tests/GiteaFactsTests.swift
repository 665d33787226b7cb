import HarkEvents
import HarkTesting
import XCTest

@testable import GiteaPlugin

final class GiteaFactsTests: XCTestCase {
    func testPeople_areMentioned_whomTheEventConcerns() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("pull_request.review_requested.json", ["bob"]),
            ("pull_request.assigned.json", ["bob"]),
            ("issues.assigned.json", []),
            ("issues.opened.json", []),
        ]

        for (fixture, accounts) in cases { try await assertMentions(Gitea.self, fixture, accounts) }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("push.json", "event=push place=octo/repo branch=main actor=ada"),
            ("pull_request.opened.json", "subject=octo/repo#* branch=*"),
            ("action_run_failure.json", "place=octo/repo outcome=failure severity=error branch=main"),
            ("release.published.json", "branch=v1.0"),
            ("status.success.json", "outcome=success severity=success"),
            ("workflow_run.failure.json", "outcome=failure severity=error"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Gitea.self, fixture, conditions) }
    }

    func testBranch_isTheBaseOfARequest_andMarkedIfItIsAForks() throws {
        let cases: [(payload: String, branch: UntrustedText?)] = [
            (#"{"pull_request": {"base": {"ref": "main"}, "head": {"ref": "fix"}}}"#, "main"),
            (
                #"{"repository": {"full_name": "octo/repo"}, "workflow_run": {"head_branch": "main", "head_repository": {"full_name": "ada/repo"}}}"#,
                "ada:main"
            ),
            (#"{"repository": {"full_name": "octo/repo"}, "workflow_job": {"head_branch": "main"}}"#, "main"),
            (#"{"run": {"prettyref": "main"}}"#, "main"),
            (#"{"run": {"prettyref": "main", "is_fork_pull_request": true}}"#, nil),
            (##"{"run": {"prettyref": "#2"}}"##, nil),
            (#"{"ref": "refs/heads/main"}"#, "main"),
        ]

        for (payload, branch) in cases {
            var facts = NotificationFacts()
            Gitea.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.branch, branch, payload)
        }
    }
}
