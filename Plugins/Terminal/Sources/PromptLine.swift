/// The bottom line of the terminal: the prompt, the line being typed, and the cursor. It takes only one row: a longer
/// line scrolls sideways.
struct PromptLine: Equatable {
    /// The text before the line.
    var prompt: String

    /// The line being typed.
    var characters: [Character] = []

    /// The position of the cursor, from 0 to the number of characters.
    var cursor = 0

    /// The visible part of it.
    struct Picture: Equatable {
        /// The visible text, including the prompt, without control characters.
        let text: String
        /// The column of the cursor, from 0.
        let cursorColumn: Int

        /// The output that draws it on an empty row.
        var drawing: String {
            let right = cursorColumn == 0 ? "" : "\u{1b}[\(cursorColumn)C"
            return "\(text)\r\(right)"
        }

        /// The output that erases it and moves the cursor to its start. If the terminal has become narrower than the
        /// cursor's column, it has wrapped the row.
        func erasure(columns: Int) -> String {
            let rows = cursorColumn / columns
            let up = rows == 0 ? "" : "\u{1b}[\(rows)A"
            return "\r\(up)\u{1b}[J"
        }
    }

    /// The part that fits into this many columns. The last column stays empty, because some terminals wrap when it is
    /// filled. A narrow terminal (less than 20 columns besides the prompt) shows no prompt.
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

    /// The first visible character: as far left as possible with the cursor and a quarter of the width after it
    /// visible.
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

/// A finished log line.
public struct LogLine: Sendable {
    let text: String
    let isForPeople: Bool
    let lossNotice: @Sendable (Int) -> String

    /// A line that is written unchanged: its creator has escaped line ends and terminal control characters.
    /// - Parameters:
    ///   - text: the line without its end.
    ///   - isForPeople: whether a terminal may wrap it into several rows; false if a program reads it, which needs a
    ///     single line.
    ///   - lossNotice: returns a line, in the same format and without its end, that says how many earlier lines could
    ///     not be written.
    public init(
        _ text: String,
        isForPeople: Bool = true,
        lossNotice: @escaping @Sendable (Int) -> String = LogLine.lossNotice
    ) {
        self.text = text
        self.isForPeople = isForPeople
        self.lossNotice = lossNotice
    }

    /// The message for people that lines were lost.
    public static let lossNotice: @Sendable (Int) -> String = { count in
        "(\(count) log \(count == 1 ? "line was" : "lines were") lost: nothing read them.)"
    }
}
