extension ChatText.Span {
    /// The span without characters that could control a terminal or change the direction of adjacent text.
    var withoutControls: Self {
        switch self {
        case .plain(let text): .plain(text.withoutControls)
        case .strong(let text): .strong(text.withoutControls)
        case .emphasis(let text): .emphasis(text.withoutControls)
        case .code(let text): .code(text.withoutControls)
        case .link(let text, let url): .link(text.withoutControls, url: url)
        case .person(let person):
            .person(Person(id: person.id, on: person.network, displayName: person.displayName.withoutControls))
        }
    }
}

extension String {
    fileprivate var withoutControls: String {
        guard unicodeScalars.contains(where: Self.isControl) else { return self }
        return String(String.UnicodeScalarView(unicodeScalars.filter { !Self.isControl($0) }))
    }

    /// C0 and C1 controls (ECMA-48) except tabs and line breaks, and the embeddings, overrides and isolates of the
    /// bidirectional algorithm (UAX #9).
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0a: false
        case 0..<0x20, 0x7f..<0xa0, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
