import HarkTesting
import XCTest

@testable import GitLabPlugin

final class FactsTests: XCTestCase {
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
}
