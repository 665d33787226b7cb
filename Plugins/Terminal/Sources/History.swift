/// The lines entered before, at most `limit`; the oldest go first. A line equal to the one before is not kept twice.
struct History {
    /// Most lines kept.
    static let limit = 1000

    private(set) var lines: [String] = []

    /// Which line is shown; nil: the new one.
    private var position: Int?

    /// What the new line held when the walk through the history began.
    private var draft = ""

    /// Keeps a line, and goes back to the new one.
    mutating func add(_ line: String) {
        leave()
        // By bytes: comparing the texts themselves would normalize both.
        if line.isEmpty || lines.last.map({ $0.utf8.elementsEqual(line.utf8) }) == true { return }
        if lines.count == Self.limit { lines.removeFirst() }
        lines.append(line)
    }

    /// The line before the one shown, or nil when there is none.
    mutating func older(than current: String) -> String? {
        let next = (position ?? lines.count) - 1
        guard lines.indices.contains(next) else { return nil }
        if position == nil { draft = current }
        position = next
        return lines[next]
    }

    /// The line after the one shown, at last the new one; nil when that is shown.
    mutating func newer() -> String? {
        guard let position else { return nil }
        if position + 1 < lines.count {
            self.position = position + 1
            return lines[position + 1]
        }
        defer { leave() }
        return draft
    }

    /// Goes back to the new line.
    mutating func leave() {
        position = nil
        draft = ""
    }
}
