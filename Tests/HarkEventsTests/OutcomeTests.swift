import HarkEvents
import XCTest

final class OutcomeTests: XCTestCase {
    func testSeverity_isThatOfTheOutcome_orAWarning() {
        let words: [(UntrustedText?, NotificationOutcome?, Severity?)] = [
            ("Success", .success, .success), ("resolved", .success, .success), ("ERRORED", .failure, .error),
            ("broken", .failure, .error), ("unstable", .failure, .warning), ("action_required", .neutral, .warning),
            ("canceled", .cancelled, nil), ("stale", .neutral, nil), ("running", nil, nil), (nil, nil, nil),
        ]

        for (word, outcome, severity) in words {
            XCTAssertEqual(NotificationOutcome(named: word), outcome, "\(word as Any)")
            XCTAssertEqual(Severity(ofOutcome: word), severity, "\(word as Any)")
        }
    }

    func testOutcome_isTheEndOfASentence() {
        let outcomes = ["success", "timed_out", "stale", "exploded"].map {
            ChatText(outcome: PayloadView(UntrustedText($0))).plain
        }

        XCTAssertEqual(outcomes, ["succeeded", "timed out", "went stale", "ended with exploded"])
    }

    func testOutcome_thatIsMissing_isCounted() {
        let text: ChatText = "the build \(ChatText(outcome: PayloadView(nil)))"

        XCTAssertEqual(text.plain, "the build ended with ?")
        XCTAssertEqual(text.missingFieldCount, 1)
    }
}
