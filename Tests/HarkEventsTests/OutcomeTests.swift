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
}
