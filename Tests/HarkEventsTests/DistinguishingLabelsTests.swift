import XCTest

@testable import HarkEvents

final class DistinguishingLabelsTests: XCTestCase {
    func testText_isThatOfTheBestLabelThatDiffers() {
        let alerts = [
            alert(["device": "sda", "instance": "web-1", "mountpoint": "/"]),
            alert(["device": "sdb", "instance": "web-1", "mountpoint": "/data"]),
            alert(["device": "sdc", "instance": "web-1"]),
            alert(["instance": "web-1"]),
        ]

        let labels = DistinguishingLabels(alerts)

        XCTAssertEqual(alerts.map(labels.text), ["/", "/data", "sdc", nil])
    }

    func testText_isNil_whenNothingSaysWhatBreaks() {
        let alerts = [
            alert(["alertname": "Load", "severity": "low", "instance": "web-1", "zone": "eu"]),
            alert(["alertname": "Disk", "severity": "high", "instance": "web-1"]),
        ]

        let labels = DistinguishingLabels(alerts)

        XCTAssertEqual(alerts.map(labels.text), [nil, nil])
    }

    private func alert(_ labels: JSONValue) -> PayloadView { PayloadView(["labels": labels]) }
}
