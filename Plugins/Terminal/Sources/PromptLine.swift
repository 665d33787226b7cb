/// The bottom line of the terminal: the prompt, the line being typed, and the cursor. It takes one row only: a line
/// that is too long scrolls sideways.
struct PromptLine: Equatable {
    /// What stands before the line.
    var prompt: String

    /// The line being typed.
    var characters: [Character] = []

    /// Where the cursor is, from 0 to the number of characters.
    var cursor = 0

    /// What a terminal shows of it.
    struct Picture: Equatable {
        /// The visible part, prompt included, without controls.
        let text: String
        /// The column of the cursor, from 0.
        let cursorColumn: Int

        /// Draws it on an empty row.
        var drawing: String {
            let right = cursorColumn == 0 ? "" : "\u{1b}[\(cursorColumn)C"
            return "\(text)\r\(right)"
        }

        /// Erases it, and leaves the cursor where it began. The terminal may have become narrower than the cursor's
        /// column since; it has then wrapped the row.
        func erasure(columns: Int) -> String {
            let rows = cursorColumn / columns
            let up = rows == 0 ? "" : "\u{1b}[\(rows)A"
            return "\r\(up)\u{1b}[J"
        }
    }

    /// What fits into so many columns. The last column stays empty, since some terminals wrap when it is filled.
    /// A narrow terminal (less than 20 columns besides the prompt) gets no prompt.
    func picture(columns: Int) -> Picture {
        let lead = columns - prompt.columns >= 20 ? prompt : ""
        let leadColumns = lead.columns
        let room = max(columns - leadColumns - 1, 1)
        let cells = characters.map { TerminalText.visible($0) }
        let widths = cells.map(\.columns)

        let start = firstVisible(widths: widths, room: room)
        var end = start
        var used = 0
        while end < cells.count, used + widths[end] <= room {
            used += widths[end]
            end += 1
        }
        let cursorColumn = leadColumns + widths[start..<max(cursor, start)].reduce(0, +)
        return Picture(text: lead + cells[start..<end].joined(), cursorColumn: min(cursorColumn, leadColumns + room))
    }

    /// The first character shown: as far left as possible with the cursor and a quarter of the room after it in sight.
    private func firstVisible(widths: [Int], room: Int) -> Int {
        var after = cursor
        var needed = 0
        while after < widths.count, needed + widths[after] <= room / 4 {
            needed += widths[after]
            after += 1
        }
        var start = cursor
        while start > 0, needed + widths[start - 1] <= room {
            start -= 1
            needed += widths[start]
        }
        return start
    }
}

/// A finished line of the log.
public struct LogLine: Sendable {
    let text: String
    let isForPeople: Bool
    let lossNotice: @Sendable (Int) -> String

    /// A line that is written as it is: whoever makes it has escaped what ends a line or drives a terminal.
    /// - Parameters:
    ///   - text: the line without its end.
    ///   - isForPeople: whether a terminal may show it in several rows; false: a program reads it, and it stays one
    ///     line.
    ///   - lossNotice: the line, in the same format and without its end, that says how many before this one could not
    ///     be written.
    public init(
        _ text: String,
        isForPeople: Bool = true,
        lossNotice: @escaping @Sendable (Int) -> String = LogLine.lossNotice
    ) {
        self.text = text
        self.isForPeople = isForPeople
        self.lossNotice = lossNotice
    }

    /// How people are told that lines were lost.
    public static let lossNotice: @Sendable (Int) -> String = { count in
        "(\(count) log \(count == 1 ? "line was" : "lines were") lost: nothing read them.)"
    }
}
