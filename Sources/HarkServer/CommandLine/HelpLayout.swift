internal import ArgumentParser
private import Glibc
private import SystemPackage

/// Lays out help and usage for a terminal of any width. ArgumentParser only wraps descriptions at their column, so
/// usage lines, and everything on a narrow terminal, would break inside words.
struct HelpLayout {
    /// The text, with lines no longer than the terminal is wide, as far as words allow.
    let text: String

    /// The column of descriptions in ArgumentParser's output.
    private static let descriptionColumn = 26

    /// On a narrower terminal, a description is on its own line below its subject.
    private static let narrow = 64

    /// Its column then.
    private static let narrowColumn = 6

    /// A width at which ArgumentParser does not break lines.
    fileprivate static let unbroken = 100_000

    /// - Parameters:
    ///   - help: ArgumentParser's output for a screen of `unbroken` columns.
    ///   - columns: the width of the terminal.
    init(_ help: String, columns: Int) {
        text = help.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { Self.lines(of: $0, columns: columns) }.joined(separator: "\n")
    }

    /// The width in `COLUMNS` (environ(7)), or nil if it is not set.
    static func columns(of environment: [String: String]) -> Int? {
        environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    }

    private static func lines(of line: Substring, columns: Int) -> [String] {
        let margin = line.prefix { $0 == " " }.count
        if margin == descriptionColumn {
            let column = columns < narrow ? narrowColumn : descriptionColumn
            return wrapped(line.dropFirst(margin), first: "", at: column, columns: columns)
        }
        let label = line.prefix(descriptionColumn)
        let isRow =
            margin == 2 && line.count > descriptionColumn && label.hasSuffix(" ")
            && line.dropFirst(descriptionColumn).first != " "
        if isRow, columns < narrow {
            let end = label.lastIndex { $0 != " " }.map(label.index(after:)) ?? label.endIndex
            return [String(label[..<end])]
                + wrapped(line.dropFirst(descriptionColumn), first: "", at: narrowColumn, columns: columns)
        }
        if isRow {
            return wrapped(
                line.dropFirst(descriptionColumn), first: String(label), at: descriptionColumn, columns: columns)
        }
        // Indented under “USAGE: ” and its alternatives; otherwise under a label or a paragraph.
        let hanging = line.lowercased().hasPrefix("usage: ") ? 7 : margin == 2 ? 4 : margin
        let start = String(line.prefix(margin))
        return wrapped(line.dropFirst(margin), first: start, at: hanging, columns: columns)
    }

    /// Wraps words from a column on; the first line begins with `first`.
    private static func wrapped(_ text: Substring, first: String, at column: Int, columns: Int) -> [String] {
        let indent = String(repeating: " ", count: column)
        var lines: [String] = []
        var line = first.isEmpty ? indent : first
        var isEmpty = true
        if column == 0 || text.lowercased().hasPrefix("usage: ") { line = first }
        for word in units(of: text) {
            if isEmpty {
                line += word
            } else if line.count + 1 + word.count <= columns {
                line += " \(word)"
            } else {
                lines.append(line)
                line = indent + word
            }
            isEmpty = false
        }
        return lines + [isEmpty ? first : line]
    }

    /// The words, with an option in brackets and its value as one unit.
    private static func units(of text: Substring) -> [String] {
        var units: [String] = []
        for word in text.split(separator: " ") {
            if let last = units.last, last.hasPrefix("["), !last.contains("]") {
                units[units.count - 1] += " \(word)"
            } else {
                units.append(String(word))
            }
        }
        return units
    }
}

extension ParsableCommand {
    /// Prints the message of an ArgumentParser error, including help, and ends the process: with 0 after help, with 64
    /// after an error.
    /// - Parameter columns: the width of the terminal; nil leaves the layout to ArgumentParser.
    static func exit(withError error: any Error, columns: Int?) -> Never {
        guard let columns else { exit(withError: error) }
        let message = fullMessage(for: error, columns: HelpLayout.unbroken)
        let isHelp = message.hasPrefix("OVERVIEW: ")
        guard isHelp || message.hasPrefix("Error: ") else { exit(withError: error) }
        // `exitCode(for:)` lays out the help again, for a screen that may be narrower than its own margin.
        let output = isHelp ? FileDescriptor.standardOutput : FileDescriptor.standardError
        _ = try? output.writeAll("\(HelpLayout(message, columns: columns).text)\n".utf8)
        Glibc.exit(isHelp ? EXIT_SUCCESS : EX_USAGE)
    }
}
