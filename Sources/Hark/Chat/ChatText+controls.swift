private import HarkHTTP

extension ChatText {
    /// The text without escape sequences of terminals, such as the output of a program has.
    var withoutEscapeSequences: ChatText { replacing(\.withoutEscapeSequences) }

    /// The text without the characters that could control a terminal or a protocol, or change the direction of adjacent
    /// text: escape sequences, control characters other than tabs and line breaks, and direction controls. Every line
    /// break becomes a line feed. Joiners stay, because emoji and the writing of several languages need them.
    ///
    /// `rendered(within:_:)` begins with it; a network that renders a text in another way does so too.
    public var withoutControls: ChatText { replacing(\.withoutControls) }

    /// The same text with the strings of each span changed, also the URL of a link and a person's name.
    private func replacing(_ change: (String) -> String) -> ChatText {
        map { span in
            guard case .link(let text, let url) = span else { return span.mapText(change) }
            return .link(change(text), url: change(url))
        }
    }
}

extension String {
    fileprivate var withoutControls: String {
        // Controls in ASCII, and the first bytes of all others in UTF-8.
        guard utf8.contains(where: { $0 < 0x20 || [0x7f, 0xc2, 0xd8, 0xe2, 0xef].contains($0) }),
            unicodeScalars.contains(where: { $0.isControl || $0.separatesLines })
        else { return self }
        var text = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in withoutEscapeSequences.unicodeScalars {
            // A carriage return and a line feed are one line break.
            let isSecondHalf = scalar == "\n" && previous == "\r"
            if scalar.separatesLines {
                text.append("\n")
            } else if !scalar.isControl, !isSecondHalf {
                text.append(scalar)
            }
            previous = scalar
        }
        return String(text)
    }
}

extension Unicode.Scalar {
    /// Whether it is a line break besides a line feed: a network could show what follows as the beginning of a line.
    fileprivate var separatesLines: Bool { [0x0b, 0x0c, 0x0d, 0x85, 0x2028, 0x2029].contains(value) }

    /// Whether it is a C0 or C1 control (ECMA-48) other than a tab or a line break, a mark, embedding, override or
    /// isolate of the bidirectional algorithm (UAX #9, 2), or a noncharacter that XML cannot contain. Without the
    /// marks, right-to-left text still has its direction, which its letters give it.
    fileprivate var isControl: Bool {
        switch value {
        case 0x09, 0x0a: false
        case 0..<0x20, 0x7f..<0xa0, 0x61c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069, 0xfffe, 0xffff: true
        default: false
        }
    }
}
