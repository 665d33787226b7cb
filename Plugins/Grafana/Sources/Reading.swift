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
        guard case .number(let exact) = value.asJSON, exact.isFinite, abs(exact) < 1e15 else { return value.asText }
        var scale = 1.0
        while abs(exact) * scale < 1000, scale < 1e9 { scale *= 10 }
        let rounded = (exact * scale).rounded() / scale
        return UntrustedText(Int(exactly: rounded)?.description ?? rounded.description)
    }
}

extension Grafana {
    /// The values of an alert's queries (from Grafana 10 on), by their letters.
    static func values(of alert: PayloadView) -> ChatText {
        Reading.words(alert.values.asMembers.map { Reading(UntrustedText($0.name), $0.value) })
    }
}
