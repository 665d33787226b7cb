/// What a metric is: declared once, in `MetricDescription.all`.
package struct MetricDescription: Sendable, Hashable {
    /// The kinds of the text format that are used here.
    package enum Kind: String, Sendable {
        case counter, gauge, histogram
    }

    /// Its name, with the unit; that of a counter ends with `_total`.
    package let name: String
    package let kind: Kind
    /// The names of its labels, in the order in which samples have their values.
    package let labels: [String]
    /// A sentence.
    package let help: String

    init(_ name: String, _ kind: Kind, _ labels: [String] = [], help: String) {
        self.name = name
        self.kind = kind
        self.labels = labels
        self.help = help
    }
}

/// A metric with its current values.
struct MetricFamily: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        case number(Double)
        case histogram(HistogramSnapshot)
    }

    /// A value for one combination of the labels' values.
    struct Sample: Sendable, Equatable {
        /// One for each label; an empty one is the same as none.
        let labels: [String]
        let value: Value
    }

    let description: MetricDescription
    let samples: [Sample]

    /// A metric with numbers.
    init(_ description: MetricDescription, _ numbers: [(labels: [String], number: Double)]) {
        self.description = description
        samples = numbers.map { Sample(labels: $0.labels, value: .number($0.number)) }
    }

    /// A metric with counts.
    init(_ description: MetricDescription, counts: [(labels: [String], count: Int)]) {
        self.init(description, counts.map { ($0.labels, Double($0.count)) })
    }

    /// A metric with histograms.
    init(_ description: MetricDescription, histograms: [(labels: [String], values: HistogramSnapshot)]) {
        self.description = description
        samples = histograms.map { Sample(labels: $0.labels, value: .histogram($0.values)) }
    }
}
