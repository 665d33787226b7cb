import HarkTesting

@testable import HarkHost

extension TestBot {
    /// The values of series, as the text format writes them: `hark_deliveries{state="dead"}`; nil for one that is not
    /// shown.
    func metrics(_ series: String...) async -> [Double?] {
        let lines = await host.metrics.text().split(separator: "\n")
        return series.map { name in
            lines.first { $0.hasPrefix("\(name) ") }.flatMap { Double($0.dropFirst(name.utf8.count + 1)) }
        }
    }
}
