import HarkTesting
import XCTest

@testable import GitLabPlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("push_hook.json", "event=push_hook place=octo/repo branch=* actor=ada bot=no"),
            ("confidential_issue_hook.open.json", "audience=confidential subject=octo/repo#7"),
            ("confidential_note_hook.json", "audience=confidential"),
            ("merge_request_hook.open.json", "branch=* subject=octo/repo!*"),
            ("pipeline_hook.failed.json", "outcome=failure severity=error"),
            ("job_hook.success.json", "outcome=success severity=success"),
            ("deployment_hook.failed.json", "outcome=failure severity=error"),
            ("deployment_hook.running.json", "outcome!=* severity<success"),
            ("system_hook.project_create.json", "event=system_hook.project_create place=octo/repo"),
            ("vulnerability_hook.json", "audience=restricted severity>=error"),
        ]

        let environment = everyEvent(of: GitLab.self)
        for (fixture, conditions) in cases {
            try await assertMatchesRule(GitLab.self, fixture, conditions, environment: environment)
        }
    }
}
