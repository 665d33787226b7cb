import HarkEvents

extension PayloadView {
    /// Whether it is an object.
    var isObject: Bool { if case .object? = asJSON { true } else { false } }

    /// Whether it is a list.
    var isList: Bool { if case .array? = asJSON { true } else { false } }

    /// Whether it is a text, and no number or Boolean.
    var isText: Bool { if case .string? = asJSON { true } else { false } }

    /// Whether it is a whole number, and not written as a text.
    var isNumber: Bool { if case .integer? = asJSON { true } else { false } }

    /// Whether it is a text that is one of these.
    func isOne(of texts: UntrustedText...) -> Bool { isText && asText.map(texts.contains) == true }

    /// The first visible line of its text.
    var firstLine: UntrustedText? { asText?.firstLine }

    /// A time as in RFC 3339, without seconds: `2026-06-01 10:00 UTC`, or with an offset such as `-07:00`; any other
    /// text unchanged.
    var shownTime: UntrustedText? {
        guard let text = asText, text.byteCount >= 20 else { return asText }
        let start = text.prefix(16)
        let mask = String(decoding: start.verbatim.utf8.map { (0x30...0x39).contains($0) ? 0x30 : $0 }, as: UTF8.self)
        guard mask == "0000-00-00T00:00" else { return text }
        let zone = text.verbatim.dropFirst(16).drop { $0 == ":" || $0 == "." || $0.isASCII && $0.isNumber }
        let isUTC = ["Z", "+00:00", "-00:00", "+0000"].contains(zone)
        return "\(start.replacing("T", with: " ")) \(isUTC ? "UTC" : UntrustedText(String(zone)))"
    }

    /// The first seven digits of a commit, also in `main@sha1:7fd1a60…`; any other text unchanged.
    var shortRevision: UntrustedText? {
        guard let text = asText, let hash = text.split(separator: ":").last, hash.byteCount >= 40, hash.isHexadecimal
        else { return asText }
        return "\(text.dropping(suffix: hash.verbatim))\(hash.prefix(7))"
    }
}

extension UntrustedText {
    /// A name of several words as people write it: `major_outage` reads `major outage`.
    var asWords: UntrustedText { replacing("_", with: " ") }
}
