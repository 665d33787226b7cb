import HarkTesting
import XCTest

@testable import BitbucketPlugin

final class FactsTests: XCTestCase {
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
}
