import HarkEvents

/// Text with IRC's formatting codes (modern.ircdocs.horse/formatting).
enum IRCText {
    /// The style of a character.
    struct Style: OptionSet {
        let rawValue: UInt8
        static let bold = Style(rawValue: 1)
        static let italic = Style(rawValue: 2)
        static let monospace = Style(rawValue: 4)

        /// The control codes that toggle these styles.
        var codes: String {
            (contains(.bold) ? "\u{2}" : "") + (contains(.italic) ? "\u{1d}" : "")
                + (contains(.monospace) ? "\u{11}" : "")
        }
    }

    typealias Line = [(character: Character, style: Style)]

    /// The lines of a message that are not blank.
    /// - Parameter isPlain: whether to leave the styles out.
    static func lines(of text: ChatText, severity: Severity?, isPlain: Bool) -> [Line] {
        var lines: [Line] = [severity.map { $0.mark.map { ($0, []) } } ?? []]
        for span in text.withoutControls.spans {
            let (text, style) = shown(span)
            for character in text {
                if character.isNewline {
                    lines.append([])
                } else {
                    lines[lines.count - 1].append((fitting(character), isPlain ? [] : style))
                }
            }
        }
        return lines.filter { $0.contains { $0.character != " " } }.map(withoutTrigger)
    }

    private static func shown(_ span: ChatText.Span) -> (text: String, style: Style) {
        switch span {
        case .plain(let text): (text, [])
        case .strong(let text): (text, .bold)
        case .emphasis(let text): (text, .italic)
        case .code(let text): (text, .monospace)
        // The URL is visible, so that no text can hide it; nothing that could be part of it follows directly.
        case .link(let text, let url): (text == url || text.isEmpty ? url : "\(text) <\(url)>", [])
        case .person(let person): (person.displayName, [])
        }
    }

    /// A character that fits into a piece, instead of a tab or one of too many bytes.
    private static func fitting(_ character: Character) -> Character {
        if character == "\t" { return " " }
        guard character.utf8.count > 100, let first = character.unicodeScalars.first else { return character }
        return Character(first)
    }

    /// Other bots, and services, react to lines that begin with their trigger character; a stranger's words must not
    /// become commands to them in the bot's name.
    private static func withoutTrigger(_ line: Line) -> Line {
        guard let first = line.first?.character, triggers.contains(first) else { return line }
        return [(" ", [])] + line
    }

    private static let triggers = "!.@,~?$`\\;%^*+-&="

    private static func hasTrigger(_ piece: Line.SubSequence) -> Bool {
        piece.first.map { triggers.contains($0.character) } ?? false
    }

    /// The longest run of trigger characters for which a piece ends early.
    private static let mostSigns = 40

    /// A part of a message that is sent as one line.
    struct Piece: Equatable {
        let text: String
        /// The start of the next piece, in characters of all lines.
        let end: Int
    }

    /// Splits lines into pieces of at most `room` bytes: at the last space that fits, or else between two characters.
    /// Each piece includes its formatting codes. If there are more than `limit` pieces, the last one says how many are
    /// left out.
    /// - Parameter start: where to start, in characters of all lines.
    static func pieces(of lines: [Line], after start: Int = 0, room: Int, limit: Int) -> [Piece] {
        var pieces: [(content: Line.SubSequence, end: Int)] = []
        var length = 0
        for line in lines {
            let skipped = max(0, start - length)
            if skipped < line.count { pieces += cut(line[skipped...], room).map { ($0.content, length + $0.end) } }
            length += line.count
        }
        if pieces.isEmpty, start == 0 { return [Piece(text: " ", end: length)] }
        let whole = pieces.prefix(pieces.count > limit ? limit - 1 : limit)
            .map { Piece(text: written($0.content), end: $0.end) }
        guard pieces.count > limit else { return whole }
        let more = " … (\(pieces.count - limit) more)"
        let last =
            cut(pieces[limit - 1].content, max(1, room - more.utf8.count)).first.map { written($0.content) } ?? ""
        return whole + [Piece(text: last + more, end: length)]
    }

    private static func cut(
        _ line: Line.SubSequence, _ room: Int
    ) -> [(content: Line.SubSequence, end: Int)] {
        var pieces: [(content: Line.SubSequence, end: Int)] = []
        var rest = line
        while !rest.isEmpty {
            // A piece that begins with a trigger character gets a space in front.
            let fitting = fittingEnd(of: rest, hasTrigger(rest) ? room - 1 : room)
            var end = fitting
            // After the last space, unless it is the indentation.
            if fitting < rest.endIndex,
                let space = rest[..<min(fitting + 1, rest.endIndex)].lastIndex(where: { $0.character == " " }),
                rest[..<space].contains(where: { $0.character != " " })
            {
                end = space
            }
            // A piece must not begin with a trigger character that has no space before it, unless there are too many
            // in a row.
            let signs = rest[..<end].suffix(mostSigns).reversed().prefix { triggers.contains($0.character) }.count
            if hasTrigger(rest[end...]), signs < mostSigns, end - signs - 1 > rest.startIndex { end -= signs + 1 }
            let content = rest[..<end]
            rest = rest[end...]
            // After the space at which the line is split; the space stays before a trigger character of other bots.
            if !rest.isEmpty {
                let next = rest.drop { $0.character == " " }
                let isTrigger = next.first.map { triggers.contains($0.character) } ?? false
                rest = isTrigger && next.startIndex > rest.startIndex ? rest[(next.startIndex - 1)...] : next
            }
            if !content.isEmpty { pieces.append((content, rest.startIndex)) }
        }
        return pieces
    }

    /// The latest end of a piece that starts with this line; at least after its first character.
    private static func fittingEnd(of line: Line.SubSequence, _ room: Int) -> Int {
        var (size, style) = (0, Style())
        for index in line.indices {
            let change = style.symmetricDifference(line[index].style)
            size += change.codes.utf8.count + String(line[index].character).utf8.count
            if size > room { return max(index, line.startIndex + 1) }
            style = line[index].style
        }
        return line.endIndex
    }

    private static func written(_ piece: Line.SubSequence) -> String {
        var (text, style) = (hasTrigger(piece) ? " " : "", Style())
        for (character, next) in piece {
            text += style.symmetricDifference(next).codes
            text.append(character)
            style = next
        }
        return text
    }

    /// A received text, without formatting codes and other controls.
    static func plain(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else { return text }
        var plain = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\u{3}": rest.dropColour(of: 2) { ("0"..."9").contains($0) }
            case "\u{4}": rest.dropColour(of: 6) { $0.properties.isASCIIHexDigit }
            case "\t": plain.append(" ")
            default: if scalar.value >= 0x20, scalar.value != 0x7f { plain.append(scalar) }
            }
        }
        return String(plain)
    }
}

extension Substring.UnicodeScalarView {
    /// Drops `NN` or `NN,NN` with at most this many digits.
    fileprivate mutating func dropColour(of count: Int, _ isDigit: (Unicode.Scalar) -> Bool) {
        let foreground = prefix(count).prefix(while: isDigit).count
        removeFirst(foreground)
        guard foreground > 0, first == "," else { return }
        let background = dropFirst().prefix(count).prefix(while: isDigit).count
        if background > 0 { removeFirst(background + 1) }
    }
}
