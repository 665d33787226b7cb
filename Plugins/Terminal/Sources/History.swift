/// The entered lines, at most `limit`; the oldest are removed first. A line equal to the previous one is not added.
struct History {
    /// Most lines kept.
    static let limit = 1000

    private(set) var lines: [String] = []

    /// The line that is shown; nil for the new one.
    private var position: Int?

    /// The text of the new line before the history was entered.
    private var draft = ""

    /// Adds a line, and returns to the new one.
    mutating func add(_ line: String) {
        leave()
        // Compared by bytes: comparing the strings would normalize both.
        if line.isEmpty || lines.last.map({ $0.utf8.elementsEqual(line.utf8) }) == true { return }
        if lines.count == Self.limit { lines.removeFirst() }
        lines.append(line)
    }

    /// The line before the shown one, or nil if there is none.
    mutating func older(than current: String) -> String? {
        let next = (position ?? lines.count) - 1
        guard lines.indices.contains(next) else { return nil }
        if position == nil { draft = current }
        position = next
        return lines[next]
    }

    /// The line after the shown one, finally the new one; nil if that is shown.
    mutating func newer() -> String? {
        guard let position else { return nil }
        if position + 1 < lines.count {
            self.position = position + 1
            return lines[position + 1]
        }
        defer { leave() }
        return draft
    }

    /// Returns to the new line.
    mutating func leave() {
        position = nil
        draft = ""
    }
}
