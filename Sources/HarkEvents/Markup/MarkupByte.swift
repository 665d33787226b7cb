/// A byte of a text in a markup language. One that is literal is shown as it is: a text in code, an escaped character.
struct MarkupByte: Hashable {
    let byte: UInt8
    let isLiteral: Bool

    init(_ byte: UInt8, isLiteral: Bool = false) {
        self.byte = byte
        self.isLiteral = isLiteral
    }

    /// A byte that is not shown: it takes the place of markup, so that positions stay.
    static let hidden = MarkupByte(0, isLiteral: true)

    /// Whether it is this character of ASCII, and may be markup.
    static func == (byte: MarkupByte, character: Unicode.Scalar) -> Bool {
        !byte.isLiteral && UInt32(byte.byte) == character.value
    }

    /// Whether it is a space, a tab or a line break.
    var isSpace: Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

    /// Whether it ends a line.
    var endsLine: Bool { self == "\n" || self == "\r" }

    /// Whether it is a sign of ASCII: neither a letter, a digit, a space nor a control.
    var isPunctuation: Bool { byte.isPunctuation }
}

extension UInt8 {
    /// Whether it is a sign of ASCII: neither a letter, a digit, a space nor a control.
    var isPunctuation: Bool {
        switch self {
        case 0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e: true
        default: false
        }
    }

    /// Whether it is a letter of ASCII.
    var isLetter: Bool { (0x61...0x7a).contains(self | 0x20) }

    /// Whether it is a digit of ASCII.
    var isDigit: Bool { (0x30...0x39).contains(self) }
}

extension Sequence<MarkupByte> {
    /// The bytes that are shown.
    var shown: [UInt8] { compactMap { $0 == .hidden ? nil : $0.byte } }
}

extension Sequence<UInt8> {
    /// The bytes as literal ones.
    var asLiteral: [MarkupByte] { map { MarkupByte($0, isLiteral: true) } }
}

extension Collection<MarkupByte> {
    /// Without spaces at the beginning.
    var withoutIndent: SubSequence { drop { $0.byte == 0x20 || $0.byte == 0x09 } }

    /// Whether it has nothing but spaces.
    var isBlank: Bool { allSatisfy { $0.isSpace || $0 == .hidden } }

    /// The lines, without what separates them; CR and LF together separate once.
    var markupLines: [SubSequence] { split(omittingEmptySubsequences: false) { $0.endsLine } }
}

extension BidirectionalCollection<MarkupByte> {
    /// Without spaces at both ends.
    var trimmed: SubSequence {
        let start = firstIndex { !$0.isSpace } ?? endIndex
        let end = self[start...].lastIndex { !$0.isSpace }
        return self[start..<(end.map { index(after: $0) } ?? start)]
    }
}

extension [MarkupByte] {
    /// Makes signs within addresses literal: emphasis neither begins nor ends there. Those behind the last letter,
    /// digit or slash may be markup.
    mutating func protectAddresses() {
        var index = 0
        while index + 2 < count {
            guard self[index] == ":", self[index + 1] == "/", self[index + 2] == "/" else {
                index += 1
                continue
            }
            let end = self[index...].firstIndex { $0.isSpace || $0 == "<" } ?? count
            let last = self[index..<end].lastIndex { byte in
                byte.byte.isLetter || byte.byte.isDigit || byte.byte == UInt8(ascii: "/")
            }
            for position in index..<(last ?? index) where self[position] != .hidden {
                self[position] = MarkupByte(self[position].byte, isLiteral: true)
            }
            index = end
        }
    }
}
