import HarkTesting
import XCTest

@testable import BuildkitePlugin

final class BuildkiteFactsTests: XCTestCase {
    func testPeople_areMentioned_whoseBuildFailed() async throws {
        let environment = everyEvent(of: Buildkite.self).merging(["HARK_BUILDKITE_SECRET": "lab"]) { $1 }
        let cases: [(fixture: String, accounts: [String])] = [
            ("build_finished.failed.json", ["ada-l"]),
            ("build_finished.failed.json", ["Ada Lovelace"]),
            ("build_finished.failed.json", ["ada@example.org"]),
            ("build_finished.passed.json", []),
            ("build_finished.blocked.json", []),
            ("job_finished.failed.json", []),
        ]

        for (fixture, accounts) in cases {
            let others = accounts.isEmpty ? ["ada-l", "Ada", "ada@example.org"] : ["hooky"]
            try await assertMentions(Buildkite.self, fixture, accounts, among: others, environment: environment)
        }
    }

    func testFacts_areThoseOfThePayload() async throws {
        let environment = everyEvent(of: Buildkite.self).merging(["HARK_BUILDKITE_SECRET": "lab"]) { $1 }
        let cases: [(fixture: String, conditions: String)] = [
            ("build_finished.failed.json", "place=rocket branch=main actor=Ada outcome=failure severity=error"),
            ("build_finished.passed.json", "outcome=success severity=success"),
            ("build_finished.canceled.json", "outcome=cancelled"),
            ("build_finished.tag.json", "branch=v1*"),
            ("job_finished.failed.json", "place=rocket outcome=failure"),
            ("job_activated.json", "actor=Bob"),
            ("agent_lost.json", "label=queue=mac severity=warning"),
            ("package_created.json", "place=ruby"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(Buildkite.self, fixture, conditions, environment: environment)
        }
    }
}
