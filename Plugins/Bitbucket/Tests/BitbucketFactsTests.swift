import HarkEvents
import HarkTesting
import XCTest

@testable import BitbucketPlugin

final class BitbucketFactsTests: XCTestCase {
    func testPeople_areMentioned_whomTheEventConcerns() async throws {
        let cases: [(fixture: String, accounts: [String])] = [
            ("pullrequest_created.json", ["bob"]),
            ("repo_commit_status_updated.failed.json", ["eve"]),
            ("repo_commit_status_updated.stopped.json", []),
        ]

        for (fixture, accounts) in cases { try await assertMentions(Bitbucket.self, fixture, accounts) }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("repo_push.json", "event=repo:push place=octo/repo branch=main actor=*"),
            ("repo_refs_changed.json", "place=octo/repo branch=*"),
            ("pullrequest_created.json", "branch=*"),
            ("repo_modified.json", "place=OCTO/repo"),
            ("project_updated.json", "place=OCTO"),
            ("pr_opened.json", "branch=*"),
            ("repo_commit_status_updated.failed.json", "outcome=failure severity=error"),
            ("repo_secret_detected.json", "audience=restricted severity=error"),
            ("repo_commit_status_updated.stopped.json", "outcome=cancelled"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(
                Bitbucket.self, fixture, conditions, environment: everyEvent(of: Bitbucket.self))
        }
    }

    func testBranch_isTheBaseOfARequest_andMarkedIfItIsAForks() throws {
        let cases: [(payload: String, branch: UntrustedText?)] = [
            (
                #"{"pullrequest": {"destination": {"branch": {"name": "main"}}, "source": {"branch": {"name": "fix"}}}}"#,
                "main"
            ),
            (#"{"pullRequest": {"toRef": {"displayId": "main"}, "fromRef": {"displayId": "fix"}}}"#, "main"),
            (
                #"{"repository": {"full_name": "octo/repo"}, "commit_status": {"refname": "main", "repository": {"full_name": "ada/repo"}}}"#,
                "ada:main"
            ),
            (
                #"{"repository": {"full_name": "octo/repo"}, "commit_status": {"refname": "main", "repository": {"full_name": "octo/repo"}}}"#,
                "main"
            ),
        ]

        for (payload, branch) in cases {
            var facts = NotificationFacts()
            Bitbucket.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.branch, branch, payload)
        }
    }

    func testSeverity_isThatOfANewOrChangedPriority() throws {
        let cases: [(payload: String, event: UntrustedText, action: UntrustedText?, severity: Severity?)] = [
            (
                #"{"issue": {"priority": "blocker"}}"#, "issue:created",
                nil, .critical
            ),
            (
                #"{"issue": {"priority": "critical"}}"#, "issue:created",
                nil, .critical
            ),
            (
                #"{"issue": {"priority": "major"}}"#, "issue:created",
                nil, nil
            ),
            (
                #"{"issue": {"priority": "blocker"}}"#, "issue:updated",
                nil, nil
            ),
            (
                #"{"issue": {"priority": "blocker"}, "changes": {"priority": {"new": "blocker"}}}"#, "issue:updated",
                nil, .critical
            ),
        ]

        for (payload, event, action, severity) in cases {
            var facts = NotificationFacts(event: event, action: action)
            Bitbucket.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.severity, severity, payload)
        }
    }
}
