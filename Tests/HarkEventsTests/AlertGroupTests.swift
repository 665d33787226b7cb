import XCTest

@testable import HarkEvents

final class AlertGroupTests: XCTestCase {
    /// What rules may ask for about alerts: each with its status, its labels and no annotations.
    private func facts(_ alerts: [(status: String, labels: JSONValue)]) -> NotificationFacts {
        let list = alerts.map { alert -> JSONValue in ["status": .string(alert.status), "labels": alert.labels] }
        var facts = NotificationFacts()
        facts.read(AlertGroup(PayloadView(["alerts": .array(list)])))
        return facts
    }

    func testSeverity_staysThatOfTheAlert_whenItIsResolved() {
        let resolved = facts([("resolved", ["severity": "critical"])])

        XCTAssertEqual(resolved.severity, .critical)
        XCTAssertEqual(resolved.outcome, .success)
    }

    func testSeverity_isThatOfAFailure_withoutALabel() {
        XCTAssertEqual(facts([("firing", [:])]).severity, .error)
        XCTAssertEqual(facts([("resolved", [:])]).severity, .error)
    }

    func testFacts_areOfTheResolvedAlertsToo_whenOthersFire() {
        let mixed = facts([
            ("resolved", ["severity": "critical", "team": "payments"]),
            ("firing", ["severity": "warning", "team": "platform"]),
        ])

        XCTAssertEqual(mixed.severity, .critical)
        XCTAssertEqual(mixed.outcome, .failure)
        XCTAssertEqual(
            mixed.labels, ["severity=warning", "team=platform", "severity=critical", "team=payments"])
    }
}
