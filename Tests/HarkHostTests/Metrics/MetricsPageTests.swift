import Foundation
import XCTest

@testable import HarkHost

final class MetricsPageTests: XCTestCase {
    func testTable_isWhatEveryBotCounts() throws {
        let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/Metrics.md")
        let text = try String(contentsOf: page, encoding: .utf8)

        let table = text.split(separator: "\n").filter { $0.hasPrefix("| `hark_") || $0.hasPrefix("| `process_") }
            .map(String.init)

        let expected = MetricDescription.all.map { metric in
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            return "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels) | \(metric.help) |"
        }
        XCTAssertEqual(table, expected, "docs/Metrics.md wants:\n\(expected.joined(separator: "\n"))")
    }
}
