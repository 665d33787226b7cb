import HarkEvents

/// A value that a rule evaluated, with the name of its query or series.
struct Reading {
    private let name: UntrustedText
    private let value: PayloadView

    /// A value with its name.
    init(_ name: UntrustedText, _ value: PayloadView) {
        self.name = name
        self.value = value
    }

    /// The values in brackets, three at most; empty for a payload without values.
    static func words(_ readings: [Reading]) -> ChatText {
        let texts: [UntrustedText] = readings.compactMap { reading in reading.number.map { "\(reading.name)=\($0)" } }
        return texts.isEmpty ? "" : " (\(list: texts))"
    }

    /// The number with four significant digits, because queries return up to fifteen.
    private var number: UntrustedText? {
        guard case .number(let exact) = value.asJSON, exact.isFinite else { return value.asText }
        guard abs(exact) < 1e15 else { return Self.scientific(exact) }
        var scale = 1.0
        while abs(exact) * scale < 1000, scale < 1e9 { scale *= 10 }
        let rounded = (exact * scale).rounded() / scale
        return UntrustedText(Int(exactly: rounded)?.description ?? rounded.description)
    }

    /// A very large number as `1.235e+30`.
    private static func scientific(_ number: Double) -> UntrustedText {
        let parts = number.description.split(separator: "e")
        guard parts.count == 2, let mantissa = Double(parts[0]) else { return UntrustedText(number.description) }
        let rounded = (mantissa * 1000).rounded() / 1000
        return UntrustedText("\(Int(exactly: rounded)?.description ?? rounded.description)e\(parts[1])")
    }
}

extension Grafana {
    /// The values of an alert's queries (from Grafana 10 on), by their letters.
    static func values(of alert: PayloadView) -> ChatText {
        Reading.words(alert.values.asMembers.map { Reading(UntrustedText($0.name), $0.value) })
    }
}
