import HarkTesting
import XCTest

@testable import BitbucketPlugin

final class FactsTests: XCTestCase {
    func testPeople_areMentioned_whomTheEventConcerns() async throws {
        let request = Fixture(
            name: "pullrequest_created.json",
            payload: Array(
                #"""
                {"pullrequest":{"id":1,"title":"Hum","reviewers":[{"nickname":"bob"},{"nickname":"ada"}]},
                "actor":{"nickname":"ada"},"repository":{"full_name":"acme/rocket"}}
                """#.utf8))
        let build = Fixture(
            name: "repo_commit_status_updated.json",
            payload: Array(
                #"""
                {"commit_status":{"state":"FAILED","name":"build","commit":{"author":{"user":{"nickname":"eve"}}}},
                "repository":{"full_name":"acme/rocket"}}
                """#.utf8))

        try await assertMentions(Bitbucket.self, request, ["bob"])
        try await assertMentions(Bitbucket.self, build, ["eve"])
    }

    func testFacts_areThoseOfThePayload() async throws {
        let cases: [(fixture: String, conditions: String)] = [
            ("repo_push.json", "event=repo:push place=octo/repo branch=main actor=*"),
            ("repo_refs_changed.json", "place=octo/repo branch=*"),
            ("pullrequest_created.json", "branch=*"),
            ("pr_opened.json", "branch=*"),
            ("repo_commit_status_updated.failed.json", "outcome=failure severity=error"),
            ("repo_secret_detected.json", "audience=restricted severity=error"),
            ("repo_commit_status_updated.stopped.json", "outcome=cancelled"),
        ]

        for (fixture, conditions) in cases { try await assertMatchesRule(Bitbucket.self, fixture, conditions) }
    }
}
