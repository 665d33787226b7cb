import XCTest

@testable import HarkHost

final class MetricsTextTests: XCTestCase {
    private let counter = MetricDescription(
        "a_total", .counter, ["plugin", "outcome"], help: "Counts \\ and\nlines \"so\".")

    func testCounter_isWritten_withItsLabels_andWithoutEmptyOnes() {
        let family = MetricFamily(counter, counts: [(["github", "done"], 12), (["", "dead"], 0), (["", ""], 3)])

        let text = MetricsText([family]).text

        XCTAssertEqual(
            text,
            #"""
            # HELP a_total Counts \\ and\nlines "so".
            # TYPE a_total counter
            a_total{plugin="github",outcome="done"} 12
            a_total{outcome="dead"} 0
            a_total 3

            """#)
    }

    func testLabel_isEscaped() {
        let family = MetricFamily(counter, counts: [(["a\"b\\c\nd", "é"], 1)])

        let lines = MetricsText([family]).text.split(separator: "\n")

        XCTAssertEqual(lines.last, #"a_total{plugin="a\"b\\c\nd",outcome="é"} 1"#)
    }

    func testHistogram_hasCumulativeBuckets() {
        let description = MetricDescription("b_seconds", .histogram, ["plugin"], help: "Takes time.")
        let histogram = Histogram(seconds: [0.005, 1, 2.5])
        for milliseconds in [5, 6, 1000, 60_000] { histogram.record(.milliseconds(milliseconds)) }

        let text = MetricsText([MetricFamily(description, histograms: [(["x"], histogram.snapshot)])]).text

        XCTAssertEqual(
            text,
            """
            # HELP b_seconds Takes time.
            # TYPE b_seconds histogram
            b_seconds_bucket{plugin="x",le="0.005"} 1
            b_seconds_bucket{plugin="x",le="1"} 3
            b_seconds_bucket{plugin="x",le="2.5"} 3
            b_seconds_bucket{plugin="x",le="+Inf"} 4
            b_seconds_sum{plugin="x"} 61.011
            b_seconds_count{plugin="x"} 4

            """)
    }

    func testHistogram_withoutLabels_hasTheBoundAlone() {
        let description = MetricDescription("c", .histogram, help: "Has sizes.")
        let histogram = Histogram(numbers: [1])
        histogram.record(2)

        let lines = MetricsText([MetricFamily(description, histograms: [([], histogram.snapshot)])]).text
            .split(separator: "\n").dropFirst(2)

        XCTAssertEqual(lines, [#"c_bucket{le="1"} 0"#, #"c_bucket{le="+Inf"} 1"#, "c_sum 2", "c_count 1"])
    }

    func testMetric_isLeftOut_whenItHasNoValue() {
        XCTAssertEqual(MetricsText([MetricFamily(counter, counts: [])]).text, "")
    }

    func testNumbers_areWrittenAsGoReadsThem() {
        let numbers = [0, 7, 1.5, -2, 1_767_225_600.25, 1e-7, .nan, .infinity, -.infinity].map(MetricsText.number)

        XCTAssertEqual(numbers, ["0", "7", "1.5", "-2", "1767225600.25", "1e-07", "NaN", "+Inf", "-Inf"])
    }
}
