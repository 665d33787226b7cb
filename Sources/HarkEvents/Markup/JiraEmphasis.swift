/// Removes the signs of emphasis in Jira's wiki markup: `*bold*`, `_italic_`, `-gone-`, `+new+`, `^up^`, `~down~`,
/// `??quoted??`.
struct JiraEmphasis {
    private var text: [MarkupByte]

    /// The text without these signs.
    static func removed(from text: [MarkupByte]) -> [MarkupByte] {
        var emphasis = JiraEmphasis(text: text)
        emphasis.read()
        return emphasis.text
    }

    /// A sign begins emphasis at the start of a word and ends it at the end of one, in the same line.
    private mutating func read() {
        text.protectAddresses()
        var openers: [UInt8: Int] = [:]
        var index = 0
        while index < text.count {
            let byte = text[index]
            if byte == "\n" { openers = [:] }
            let isQuestion = byte == "?" && index + 1 < text.count && text[index + 1] == "?"
            let length = isQuestion ? 2 : 1
            guard !byte.isLiteral, isQuestion || "*_-+^~".utf8.contains(byte.byte) else {
                index += 1
                continue
            }
            let (before, after) = (neighbour(before: index), neighbour(after: index + length))
            if let opener = openers[byte.byte], index > opener + length, let before, !before.isSpace, isBoundary(after)
            {
                for position in 0..<length {
                    text[opener + position] = .hidden
                    text[index + position] = .hidden
                }
                openers[byte.byte] = nil
            } else if isBoundary(before), let after, !after.isSpace, after.byte != byte.byte {
                openers[byte.byte] = index
            }
            index += length
        }
    }

    private func isBoundary(_ byte: MarkupByte?) -> Bool { byte.map { $0.isSpace || $0.isPunctuation } ?? true }

    private func neighbour(before index: Int) -> MarkupByte? { text[..<index].last { $0 != .hidden } }

    private func neighbour(after index: Int) -> MarkupByte? { text[index...].first { $0 != .hidden } }
}
