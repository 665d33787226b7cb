/// A table of text, with columns two spaces apart.
package struct TextTable {
    package let text: String

    /// Least width of the last column; with less, each row becomes a paragraph.
    private static let narrowest = 24

    private static let indent = "    "

    /// A table with a head.
    ///
    /// With a width, no line is wider unless a single word is. The last column is wrapped between words. If the other
    /// columns leave too little room for it, each row becomes a paragraph: its first cell, and below that, indented,
    /// the other cells. The head is then left out.
    /// - Parameter width: the columns of the terminal, or nil for no limit.
    package init(_ head: [String], _ rows: [[String]], width: Int? = nil) {
        let all = [head] + rows
        let widths = head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let left = widths.dropLast().reduce(0) { $0 + $1 + 2 }
        let lines: [String]
        if let width, left + (widths.last ?? 0) > width {
            let room = width - left
            if room >= Self.narrowest {
                lines = all.flatMap { Self.lines($0, widths, room) }
            } else {
                lines = rows.flatMap { Self.paragraph($0, width) }
            }
        } else {
            lines = all.flatMap { Self.lines($0, widths, .max) }
        }
        text = lines.map(Self.trimmingEnd).joined(separator: "\n")
    }

    private static func lines(_ row: [String], _ widths: [Int], _ room: Int) -> [String] {
        let cells = zip(row, widths).dropLast().map { cell, width in
            cell + String(repeating: " ", count: width - cell.count + 2)
        }
        let left = cells.joined()
        let margin = String(repeating: " ", count: left.count)
        return wrapped(row.last ?? "", room).enumerated().map { ($0.offset == 0 ? left : margin) + $0.element }
    }

    private static func paragraph(_ row: [String], _ width: Int) -> [String] {
        let between = row.dropFirst().dropLast().filter { !$0.isEmpty }.joined(separator: "  ")
        let parts = [between, row.dropFirst().last ?? ""].filter { !$0.isEmpty }
        return wrapped(row.first ?? "", width)
            + parts.flatMap { wrapped($0, width - indent.count) }.map { indent + $0 }
    }

    /// The text in lines of at most this many columns, or of one word each.
    private static func wrapped(_ text: String, _ room: Int) -> [String] {
        guard text.count > room else { return [text] }
        return text.split(separator: " ").reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= room {
                lines[lines.count - 1] += " \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }

    private static func trimmingEnd(_ line: String) -> String {
        String(line.reversed().drop { $0 == " " }.reversed())
    }
}
