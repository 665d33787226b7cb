import HarkTesting
import XCTest

@testable import LinearPlugin

final class FactsTests: XCTestCase {
    func testFacts_areThoseOfThePayload() async throws {
        let environment = everyEvent(of: Linear.self).merging(["HARK_LINEAR_SECRET": "lab"]) { $1 }
        let cases: [(fixture: String, conditions: String)] = [
            ("Issue.create.json", "event=issue.create place=Engines actor=Ada bot=no label=bug subject=ENG-7"),
            ("Issue.create.urgent.json", "bot=yes severity=warning"),
            ("Issue.update.done.json", "outcome=success severity=success"),
            ("Issue.update.canceled.json", "outcome=cancelled"),
            ("IssueSLA.breached.json", "place=Engines outcome=failure severity=error subject=ENG-7"),
            ("Comment.create.json", "place=Engines subject=ENG-7"),
            ("Project.create.json", "place=Rocket"),
            ("ProjectUpdate.create.offTrack.json", "place=Rocket severity=error"),
        ]

        for (fixture, conditions) in cases {
            try await assertMatchesRule(Linear.self, fixture, conditions, environment: environment)
        }
    }
}
