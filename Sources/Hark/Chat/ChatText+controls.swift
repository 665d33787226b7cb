private import HarkHTTP

extension ChatText {
    /// The text without escape sequences of terminals, such as the output of a program has.
    var withoutEscapeSequences: ChatText {
        var text = ChatText(spans: spans.map { $0.replacing { $0.withoutEscapeSequences } })
        text.missingFieldCount = missingFieldCount
        return text
    }
}

extension ChatText.Span {
    /// The span without escape sequences, and without characters that could control a terminal or change the direction of
    /// adjacent text.
    var withoutControls: Self { replacing { $0.withoutControls } }

    /// The same span with its text changed, also that of a link and a person's name.
    fileprivate func replacing(_ change: (String) -> String) -> Self {
        switch self {
        case .plain(let text): .plain(change(text))
        case .strong(let text): .strong(change(text))
        case .emphasis(let text): .emphasis(change(text))
        case .code(let text): .code(change(text))
        case .link(let text, let url): .link(change(text), url: url)
        case .person(let person):
            .person(Person(id: person.id, on: person.network, displayName: change(person.displayName)))
        }
    }
}

extension String {
    fileprivate var withoutControls: String {
        // Controls in ASCII, and the first bytes of all others in UTF-8.
        guard utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0xc2 || $0 == 0xe2 }),
            unicodeScalars.contains(where: Self.isControl)
        else { return self }
        let text = withoutEscapeSequences
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !Self.isControl($0) }))
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
