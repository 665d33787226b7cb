/// Splits a text of the operator's into lines and their words: rules, people.
///
/// A line break or `;` ends a line, spaces end a word, and a word that consists of `#` only begins a comment up to the
/// end of the line. Between quotation marks none of this applies, and nothing but a line break ends them.
struct LineScanner {
    /// A word of a line.
    struct Word {
        let scalars: ArraySlice<Unicode.Scalar>
        /// Where it begins in its line, counted from 1.
        let column: Int

        var text: String { String(String.UnicodeScalarView(scalars)) }

        /// The rest of the word after some scalars.
        func dropping(_ count: Int) -> Word { Word(scalars: scalars.dropFirst(count), column: column + count) }

        /// The parts between commas that are not between quotation marks, without those marks.
        var parts: [(text: String, column: Int)] {
            var parts: [(text: String, column: Int)] = []
            var part = String.UnicodeScalarView()
            var (start, isQuoted) = (column, false)
            for (offset, scalar) in scalars.enumerated() {
                if scalar == "\"" {
                    isQuoted.toggle()
                } else if scalar == ",", !isQuoted {
                    parts.append((String(part), start))
                    (part, start) = (String.UnicodeScalarView(), column + offset + 1)
                } else {
                    part.append(scalar)
                }
            }
            return parts + [(String(part), start)]
        }
    }

    /// The words of one line.
    struct Line {
        let number: Int
        let words: [Word]
        /// The line as written, from its first word to its last.
        let text: String
    }

    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private(set) var faults: [LineFault] = []

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    /// The lines of the text; those without words are left out.
    mutating func lines() -> [Line] {
        var lines: [Line] = []
        var words: [Word] = []
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == "\n" || scalar == ";" {
                append(&words, to: &lines)
                position += 1
                if scalar == "\n" { (line, lineStart) = (line + 1, position) }
            } else if scalar.properties.isWhitespace {
                position += 1
            } else if let word = word() {
                words.append(word)
            }
        }
        append(&words, to: &lines)
        return lines
    }

    private func append(_ words: inout [Word], to lines: inout [Line]) {
        defer { words = [] }
        guard let first = words.first, let last = words.last else { return }
        let text = String.UnicodeScalarView(scalars[first.scalars.startIndex..<last.scalars.endIndex])
        lines.append(Line(number: line, words: words, text: String(text)))
    }

    /// Reads the word that begins here; nil for a comment, which is skipped.
    private mutating func word() -> Word? {
        let start = position
        var quote: Int?
        while position < scalars.count {
            let scalar = scalars[position]
            if scalar == "\n" || quote == nil && (scalar == ";" || scalar.properties.isWhitespace) { break }
            if scalar == "\"" { quote = quote == nil ? position : nil }
            position += 1
        }
        if let quote {
            faults.append(
                LineFault(
                    line: line, column: quote - lineStart + 1,
                    reason: "this quotation mark is not closed; write another one at the end of the pattern."))
        }
        let word = Word(scalars: scalars[start..<position], column: start - lineStart + 1)
        guard word.scalars.allSatisfy({ $0 == "#" }) else { return word }
        while position < scalars.count, scalars[position] != "\n" { position += 1 }
        return nil
    }
}

/// Something that is wrong in a text of the operator's that consists of lines (`HARK_RULES`, `HARK_PEOPLE`), and where.
struct LineFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The line, counted from 1.
    let line: Int

    /// The column of the first character that is wrong, in Unicode scalars, counted from 1.
    let column: Int

    /// One sentence that says what is wrong and what to write.
    let reason: String

    var description: String { "line \(line), column \(column): \(reason)" }
}
