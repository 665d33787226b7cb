import HarkEvents
import HarkTesting
import XCTest

@testable import AzureDevOpsPlugin

final class AzureDevOpsFactsTests: XCTestCase {
    func testPeople_areMentioned_whomTheEventConcerns() async throws {
        let cases: [(fixture: String, accounts: [String], others: [String])] = [
            ("git_pullrequest_created.json", ["bob@example.org"], ["ada@example.org", "eve"]),
            ("git_pullrequest_created.json", ["Bob"], ["Ada"]),
            ("git_pullrequest_updated.vote.json", [], ["Bob", "Ada"]),
            ("workitem_created.json", ["bob@example.org"], ["ada@example.org"]),
            ("workitem_updated.assignee.json", ["Bob"], ["Ada"]),
            ("workitem_updated.to_oneself.json", [], ["Ada", "ada@example.org"]),
            ("workitem_updated.several.json", [], ["Bob", "Ada"]),
            ("build_complete.2.failed.json", ["ada@example.org"], ["bob"]),
            ("build_complete.2.succeeded.json", [], ["Ada", "ada@example.org"]),
            ("build_complete.1.json", [], ["Ada", "ada@example.org"]),
        ]

        for (fixture, accounts, others) in cases {
            try await assertMentions(AzureDevOps.self, fixture, accounts, among: others)
        }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let environment = everyEvent(of: AzureDevOps.self)
        let cases: [(fixture: String, conditions: String)] = [
            ("git_push.json", "event=git.push place=Space/rocket branch=main actor=Ada"),
            ("git_pullrequest_created.json", "branch=main actor=Ada"),
            ("build_complete.2.failed.json", "branch=main outcome=failure severity=error"),
            ("build_complete.2.succeeded.json", "outcome=success severity=success"),
            ("build_complete.2.canceled.json", "outcome=cancelled"),
            ("build_complete.1.json", "outcome=success severity=success"),
            ("ms_vss_pipelines_run_state_changed_event.failed.json", "outcome=failure severity=error"),
            ("ms_vss_pipelines_run_state_changed_event.inProgress.json", "severity<success"),
            ("ms_vss_release_deployment_completed_event.rejected.json", "outcome=failure severity=error"),
            ("workitem_created.json", "place=Space label=Bug actor=Ada"),
            ("workitem_created.test.json", "label=test"), ("build_complete.2.test.json", "label=test"),
            ("ms_vss_code_git_pullrequest_comment_event.json", "place=Space/rocket actor=Bob"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(AzureDevOps.self, fixture, conditions, environment: environment)
        }
    }

    func testSeverity_isThatOfANewOrChangedPriority() throws {
        let cases: [(payload: String, event: UntrustedText, action: UntrustedText?, severity: Severity?)] = [
            (
                #"{"resource": {"fields": {"Microsoft.VSTS.Common.Severity": "1 - Critical", "Microsoft.VSTS.Common.Priority": 2}}}"#,
                "workitem.created",
                nil, .critical
            ),
            (
                #"{"resource": {"fields": {"Microsoft.VSTS.Common.Severity": "3 - Medium", "Microsoft.VSTS.Common.Priority": 2}}}"#,
                "workitem.created",
                nil, nil
            ),
            (
                #"{"resource": {"fields": {"Microsoft.VSTS.Common.Priority": 1}}}"#, "workitem.created",
                nil, .critical
            ),
            (
                #"{"resource": {"fields": {"Microsoft.VSTS.Common.Priority": {"oldValue": 2, "newValue": 1}}}}"#,
                "workitem.updated",
                nil, .critical
            ),
            (
                #"{"resource": {"fields": {"Microsoft.VSTS.Common.Severity": {"oldValue": "3 - Medium", "newValue": "2 - High"}}}}"#,
                "workitem.updated",
                nil, .error
            ),
            (
                #"{"resource": {"fields": {"Microsoft.VSTS.Common.Priority": 1}}}"#, "workitem.commented",
                nil, nil
            ),
        ]

        for (payload, event, action, severity) in cases {
            var facts = NotificationFacts(event: event, action: action)
            AzureDevOps.facts(PayloadView(try JSONValue(parsing: Array(payload.utf8))), &facts)
            XCTAssertEqual(facts.severity, severity, payload)
        }
    }
}
