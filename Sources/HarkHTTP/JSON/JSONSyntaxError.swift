/// Why a text is not JSON, and where: `line 3, column 7: a comma or “]” is expected after a value.`
public struct JSONSyntaxError: Error, Sendable, Hashable {
    /// The line, counted from 1; lines end with LF.
    public let line: Int

    /// The column, counted from 1, in bytes of UTF-8.
    public let column: Int

    /// What is wrong, as a sentence without a capital letter.
    public let reason: String

    /// An error at a byte of a text; `offset` may be the text's end.
    init(_ reason: String, at offset: Int, in text: [UInt8]) {
        let before = text[..<offset]
        let newline = UInt8(ascii: "\n")
        line = 1 + before.count { $0 == newline }
        column = offset - (before.lastIndex(of: newline) ?? -1)
        self.reason = reason
    }
}

extension JSONSyntaxError: CustomStringConvertible {
    public var description: String { "line \(line), column \(column): \(reason)" }
}
