import HarkEvents

extension UntrustedText {
    /// The text without credentials, also where markup is between the name of one and its value, `**Password:** \`…\``,
    /// or the name is at the head of a table's column. Where only the words without their markup show that there is
    /// one, the words are returned without it.
    var withoutMarkedCredentials: UntrustedText {
        let filtered = UntrustedText(verbatim.prefixOfLine).withoutCredentialColumns.withoutCredentials
        let bare = filtered.withoutEmphasis
        let bareFiltered = bare.withoutCredentials
        return bareFiltered == bare ? filtered : bareFiltered
    }

    /// The text without tags and the signs of emphasis and code. A `_` within a word stays.
    private var withoutEmphasis: UntrustedText {
        let text = Array((contains("<") ? shownHTML : self).verbatim.utf8)
        let isWord = { (index: Int) in text.indices.contains(index) && text[index].isLetterOrDigit }
        let shown = text.indices.filter { index in
            switch text[index] {
            case UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "~"): false
            case UInt8(ascii: "_"): isWord(index - 1) && isWord(index + 1)
            default: true
            }
        }
        return shown.count == text.count
            ? UntrustedText(String(decoding: text, as: UTF8.self))
            : UntrustedText(String(decoding: shown.map { text[$0] }, as: UTF8.self))
    }

    /// The text with `…` in the cells of a table in Markdown whose column has the name of a credential.
    var withoutCredentialColumns: UntrustedText {
        guard contains("|"), contains("\n") else { return self }
        var heads: [String] = []
        let lines = verbatim.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            guard line.drop(while: \.isWhitespace).first == "|" else {
                heads = []
                return String(line)
            }
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
            guard !heads.isEmpty else {
                heads = cells.map(String.init)
                return String(line)
            }
            return cells.enumerated().map { index, cell -> String in
                let head = index < heads.count ? heads[index] : ""
                let value = String(cell.trimming(while: \.isWhitespace))
                let isRule = value.allSatisfy { $0 == "-" || $0 == ":" }
                return !isRule && CredentialFilter.isColumn(head, ofCredential: value) ? " … " : String(cell)
            }.joined(separator: "|")
        }
        return UntrustedText(lines.joined(separator: "\n"))
    }
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: false
        }
    }
}
