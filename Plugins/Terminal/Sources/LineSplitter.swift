/// Splits piped input into lines, with memory bounded by the longest line.
///
/// Lines end in LF or CRLF. Invalid UTF-8 becomes U+FFFD, one for each maximal subpart (Unicode, 3.9). A line longer
/// than `limit` is reported once, as soon as that is known, and dropped up to its end.
struct LineSplitter {
    /// A line of the input.
    enum Line: Equatable {
        case text(String)
        case tooLong
    }

    /// Longest line, in bytes without its end.
    let limit: Int

    private var pending: [UInt8] = []
    private var isSkipping = false

    /// A splitter at the start of the input.
    init(limit: Int = 64 * 1024) { self.limit = limit }

    /// Takes the next bytes, and returns the completed lines.
    mutating func feed(_ chunk: [UInt8]) -> [Line] {
        var lines: [Line] = []
        var rest = chunk[...]
        while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
            append(rest[..<newline], isComplete: true, to: &lines)
            rest = rest[(newline + 1)...]
        }
        append(rest, isComplete: false, to: &lines)
        return lines
    }

    /// Handles the end of the input: a last line without a newline counts.
    mutating func finish() -> [Line] {
        var lines: [Line] = []
        if !pending.isEmpty { append([], isComplete: true, to: &lines) }
        isSkipping = false
        return lines
    }

    private mutating func append(_ part: ArraySlice<UInt8>, isComplete: Bool, to lines: inout [Line]) {
        if !isSkipping {
            // One byte more than the limit may be the CR of the ending.
            pending += part.prefix(limit + 2 - pending.count)
            if isComplete, pending.last == UInt8(ascii: "\r") { pending.removeLast() }
            let allowed = !isComplete && pending.last == UInt8(ascii: "\r") ? limit + 1 : limit
            if pending.count > allowed {
                lines.append(.tooLong)
                isSkipping = true
                pending = []
            } else if isComplete {
                lines.append(.text(String(decoding: pending, as: UTF8.self)))
                pending.removeAll(keepingCapacity: true)
            }
        }
        if isComplete { isSkipping = false }
    }
}
