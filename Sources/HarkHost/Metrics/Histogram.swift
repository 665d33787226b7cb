/// Counts values by size, in fixed buckets. Recording one is two atomic operations.
final class Histogram: Sendable {
    /// The upper bounds of the buckets, each included in its own, ascending: in nanoseconds, or numbers.
    private let bounds: [Int]
    /// How many of a bound's units are one in what metrics show.
    private let scale: Double
    /// One for each bound, and the last one for what is greater than all of them.
    private let counts: [Counter]
    private let sum = Counter()

    /// A histogram of durations.
    /// - Parameter bounds: in seconds.
    init(seconds bounds: [Double]) {
        scale = 1e9
        self.bounds = bounds.map { Int(($0 * 1e9).rounded()) }
        counts = (0...bounds.count).map { _ in Counter() }
    }

    /// A histogram of numbers.
    init(numbers bounds: [Int]) {
        scale = 1
        self.bounds = bounds
        counts = (0...bounds.count).map { _ in Counter() }
    }

    /// Records a duration.
    func record(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        record(Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000))
    }

    /// Records a number; below 0 it counts as 0.
    func record(_ number: Int) {
        let number = max(0, number)
        counts[bounds.firstIndex { number <= $0 } ?? bounds.count].add()
        sum.add(number)
    }

    /// What was recorded so far.
    var snapshot: HistogramSnapshot {
        HistogramSnapshot(
            bounds: bounds.map { Double($0) / scale }, counts: counts.map(\.value), sum: Double(sum.value) / scale)
    }
}

/// What a histogram had recorded at some time.
struct HistogramSnapshot: Sendable, Equatable {
    /// The upper bounds of the buckets.
    let bounds: [Double]
    /// How many values are in each bucket alone, the last one for those above all bounds.
    var counts: [Int]
    /// The sum of all values.
    var sum: Double

    /// The values of two histograms with the same bounds.
    static func += (total: inout HistogramSnapshot, other: HistogramSnapshot) {
        for (index, count) in other.counts.enumerated() { total.counts[index] += count }
        total.sum += other.sum
    }
}

extension [Double] {
    /// Bounds in seconds for what a sender or the disk waits for.
    static let shortTimes = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// Bounds in seconds for what runs in the background.
    static let longTimes = [0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800, 3600, 21_600, 86_400]
}
