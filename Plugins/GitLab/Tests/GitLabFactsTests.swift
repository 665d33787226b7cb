import HarkEvents
import HarkTesting
import XCTest

@testable import GitLabPlugin

final class GitLabFactsTests: XCTestCase {
    func testPeople_areMentioned_whomTheEventConcerns() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("merge_request_hook.reviewers.json", ["eve"]),
            ("merge_request_hook.reviewers_as_lists.json", ["eve"]),
            ("merge_request_hook.review_asked_again.json", ["eve"]),
            ("issue_hook.assigned.json", ["bob"]),
            ("pipeline_hook.failed.json", ["ada"]),
            ("pipeline_hook.scheduled.json", []),
            ("pipeline_hook.success.json", []),
        ]

        for (fixture, accounts) in cases { try await assertMentions(GitLab.self, fixture, accounts) }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("push_hook.json", "event=push_hook place=octo/repo branch=* actor=ada bot=no"),
            ("confidential_issue_hook.open.json", "audience=confidential subject=octo/repo#7"),
            ("confidential_note_hook.json", "audience=confidential"),
            ("confidential_emoji_hook.award.json", "audience=confidential"),
            ("merge_request_hook.open.json", "branch=* subject=octo/repo!*"),
            ("pipeline_hook.failed.json", "outcome=failure severity=error"),
            ("job_hook.success.json", "outcome=success severity=success"),
            ("deployment_hook.failed.json", "outcome=failure severity=error"),
            ("deployment_hook.running.json", "outcome!=* severity<success"),
            ("system_hook.project_create.json", "event=system_hook.project_create place=octo/repo"),
            ("vulnerability_hook.json", "audience=restricted severity>=error"),
            ("member_hook.added.json", "place=octo actor!=*"),
            ("release_hook.create.json", "place=octo/repo branch=v1.0"),
        ]

        let environment = everyEvent(of: GitLab.self)
        for (fixture, conditions) in cases {
            try await assertMatchesRule(GitLab.self, fixture, conditions, environment: environment)
        }
    }

    func testBranch_isTheBaseOfARequest_andMarkedIfItIsAForks() throws {
        let cases: [(payload: String, branch: UntrustedText?)] = [
            (
                #"{"object_kind": "merge_request", "object_attributes": {"target_branch": "main", "source_branch": "fix"}}"#,
                "main"
            ),
            (#"{"object_kind": "note", "merge_request": {"target_branch": "main", "source_branch": "fix"}}"#, "main"),
            (#"{"object_kind": "pipeline", "object_attributes": {"ref": "main"}}"#, "main"),
            (
                #"{"object_kind": "pipeline", "object_attributes": {"ref": "main"}, "merge_request": {"iid": 5, "target_branch": "main", "source_project_id": 2, "target_project_id": 1}}"#,
                nil
            ),
            (
                #"{"object_kind": "pipeline", "object_attributes": {"ref": "fix"}, "merge_request": {"iid": 5, "target_branch": "main", "source_project_id": 1, "target_project_id": 1}}"#,
                "fix"
            ),
            (#"{"object_kind": "build", "ref": "main"}"#, "main"),
        ]

        for (payload, branch) in cases {
            var facts = NotificationFacts()
            GitLab.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.branch, branch, payload)
        }
    }

    func testSeverity_isThatOfANewOrChangedPriority() throws {
        let cases: [(payload: String, event: UntrustedText, action: UntrustedText?, severity: Severity?)] = [
            (
                #"{"object_kind": "issue", "object_attributes": {"severity": "critical"}}"#, "Issue Hook",
                "open", .critical
            ),
            (
                #"{"object_kind": "issue", "object_attributes": {"severity": "critical"}}"#, "Issue Hook",
                "close", nil
            ),
            (
                #"{"object_kind": "issue", "object_attributes": {"severity": "unknown"}}"#, "Issue Hook",
                "open", nil
            ),
            (
                #"{"object_kind": "work_item", "object_attributes": {"severity": "high"}, "changes": {"severity": {"current": "high"}}}"#,
                "Issue Hook",
                "update", .error
            ),
        ]

        for (payload, event, action, severity) in cases {
            var facts = NotificationFacts(event: event, action: action)
            GitLab.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.severity, severity, payload)
        }
    }
}
