/// Lines split into terminal rows, so that only the bot writes at the left edge: all rows but the first are indented,
/// and none is so long that the terminal would continue it at the edge of the next row. Words are kept whole if they
/// fit.
struct Rows {
    /// The rows, none with a newline.
    private(set) var rows: [String]

    /// The indentation after a lead that is too wide, in columns.
    private static let narrowIndent = 4

    /// Rows for a terminal with this many columns. The last column stays empty, because some terminals wrap when it is
    /// filled.
    /// - Parameters:
    ///   - lead: the text before the first line. If it takes at most half a row, the other rows are indented by its
    ///     width; otherwise, or if there is none, by four columns.
    ///   - lines: safe lines.
    init(lead: String = "", lines: [String], columns: Int) {
        let width = max(columns - 1, 2)
        let leadColumns = lead.mostColumns
        let isLeading = leadColumns > 0 && leadColumns <= width / 2
        let indent = isLeading ? leadColumns : min(Self.narrowIndent, width / 2)
        let margin = String(repeating: " ", count: indent)
        let room = width - indent
        var rest = lines[...]
        let first = leadColumns > 0 && !isLeading ? lead : rest.popFirst() ?? ""
        let parts = Self.parts(of: first, first: isLeading ? room : width, rest: room)
        rows = [(isLeading ? lead : "") + parts[0]] + parts.dropFirst().map { margin + $0 }
        for line in rest {
            rows += Self.parts(of: line, first: room, rest: room).map { $0.isEmpty ? "" : margin + $0 }
        }
    }

    /// A line in parts of at most this many columns, at least one part. The spaces at the cuts are removed. If the line
    /// itself is indented, later parts are indented slightly more.
    private static func parts(of line: String, first: Int, rest: Int) -> [String] {
        let ownIndent = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
        let hang = ownIndent == 0 ? 0 : min(ownIndent + 2, rest / 3)
        let parts = cut(line, first: first, rest: rest - hang)
        return [parts[0]] + parts.dropFirst().map { String(repeating: " ", count: hang) + $0 }
    }

    private static func cut(_ line: String, first: Int, rest: Int) -> [String] {
        var rows: [String] = []
        var room = first
        var row = ""
        var used = 0
        // The last space of the row, and the width up to it.
        var cut: (end: String.Index, used: Int)?
        for cell in cells(of: line, columns: min(first, rest)) {
            if used + cell.columns > room, used > 0 {
                if cell.isSpace {
                    rows.append(row)
                    (row, used) = ("", 0)
                } else if let (end, before) = cut, used - before - 1 + cell.columns <= rest {
                    rows.append(String(row[..<end]))
                    row = String(row[row.utf8.index(after: end)...])
                    used -= before + 1
                } else {
                    rows.append(row)
                    (row, used) = ("", 0)
                }
                room = rest
                cut = nil
            }
            if cell.isSpace {
                if used == 0, !rows.isEmpty { continue }
                if used > 0 { cut = (row.endIndex, used) }
            }
            row += cell.text
            used += cell.columns
        }
        if !row.isEmpty || rows.isEmpty { rows.append(row) }
        return rows
    }

    /// A part of a line that is not split.
    private struct Cell {
        let text: String
        let columns: Int
        var isSpace: Bool { text.utf8.count == 1 && text.utf8.first == UInt8(ascii: " ") }
    }

    /// The characters of a line; a character that is wider than this many columns (Hangul letters join without limit)
    /// is split into its scalars.
    private static func cells(of line: String, columns: Int) -> [Cell] {
        line.flatMap { character in
            let whole = Cell(text: String(character), columns: character.mostColumns)
            if whole.columns <= columns { return [whole] }
            return character.unicodeScalars.map { Cell(text: String($0), columns: Character($0).mostColumns) }
        }
    }
}
