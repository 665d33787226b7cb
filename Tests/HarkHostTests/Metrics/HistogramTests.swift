import XCTest

@testable import HarkHost

final class HistogramTests: XCTestCase {
    func testBound_isInItsBucket_andWhatIsGreaterInTheNext() {
        let histogram = Histogram(seconds: [0.25, 1])

        for duration in [Duration.milliseconds(250), .nanoseconds(250_000_001), .seconds(1), .seconds(2)] {
            histogram.record(duration)
        }

        XCTAssertEqual(histogram.snapshot.counts, [1, 2, 1])
        XCTAssertEqual(histogram.snapshot.sum, 3.500000001, accuracy: 1e-12)
    }

    func testNegativeDuration_countsAsNone() {
        let histogram = Histogram(seconds: [1])

        histogram.record(.seconds(-5))

        XCTAssertEqual(histogram.snapshot, HistogramSnapshot(bounds: [1], counts: [1, 0], sum: 0))
    }

    func testSnapshots_areAdded() {
        let (one, two) = (Histogram(numbers: [1, 2]), Histogram(numbers: [1, 2]))
        one.record(1)
        two.record(2)
        two.record(9)

        var sum = one.snapshot
        sum += two.snapshot

        XCTAssertEqual(sum, HistogramSnapshot(bounds: [1, 2], counts: [1, 1, 1], sum: 12))
    }
}
