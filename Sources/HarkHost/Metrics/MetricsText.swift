/// Metrics in Prometheus' text format, version 0.0.4
/// (prometheus.io/docs/instrumenting/exposition_formats, "Text-based format").
struct MetricsText: Sendable {
    /// The lines, the last one with its end.
    private(set) var text = ""

    /// Writes metrics, in this order. One without a value is left out.
    init(_ families: [MetricFamily]) {
        for family in families where !family.samples.isEmpty { write(family) }
    }

    private mutating func write(_ family: MetricFamily) {
        let (name, labels) = (family.description.name, family.description.labels)
        text += "# HELP \(name) \(Self.escaped(family.description.help))\n"
        text += "# TYPE \(name) \(family.description.kind.rawValue)\n"
        for sample in family.samples {
            let pairs = zip(labels, sample.labels).filter { !$1.isEmpty }.map { (name: $0, value: $1) }
            switch sample.value {
            case .number(let number): write(name, pairs, number)
            case .histogram(let histogram): write(histogram, name, pairs)
            }
        }
    }

    private mutating func write(
        _ histogram: HistogramSnapshot, _ name: String, _ labels: [(name: String, value: String)]
    ) {
        // Buckets are cumulative, and the last one has everything.
        var count = 0
        for (bound, inBucket) in zip(histogram.bounds + [.infinity], histogram.counts) {
            count += inBucket
            write("\(name)_bucket", labels + [("le", Self.number(bound))], Double(count))
        }
        write("\(name)_sum", labels, histogram.sum)
        write("\(name)_count", labels, Double(count))
    }

    private mutating func write(_ name: String, _ labels: [(name: String, value: String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{\(labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }.joined(separator: ","))}"
        }
        text += " \(Self.number(value))\n"
    }

    /// A number as Go's `ParseFloat` reads it; a whole one has no point.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    /// A text with escapes for backslashes and line feeds, and in the value of a label also for quotation marks.
    private static func escaped(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += #"\\"#
            case "\n": escaped += #"\n"#
            case "\"" where quotes: escaped += #"\""#
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
