/// The stretches of a message that are code: from a run of backticks to the next run of the same length, as in Markdown
/// (CommonMark 0.31, 6.1). Blocks between lines of three backticks are such stretches too.
enum CodeStretches {
    private static let backtick = UInt8(ascii: "`")

    /// Replaces code by spaces, in time proportional to the length of the text.
    static func blank(in bytes: inout [UInt8]) {
        guard bytes.contains(backtick) else { return }
        let runs = runs(in: bytes)
        let nextOfSameLength = nextOfSameLength(runs)
        var index = 0
        while index < runs.count {
            guard let end = nextOfSameLength[index] else {
                index += 1
                continue
            }
            for position in runs[index].lowerBound..<runs[end].upperBound { bytes[position] = UInt8(ascii: " ") }
            index = end + 1
        }
    }

    private static func runs(in bytes: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        for index in bytes.indices where bytes[index] == backtick {
            if let last = runs.last, last.upperBound == index {
                runs[runs.count - 1] = last.lowerBound..<index + 1
            } else {
                runs.append(index..<index + 1)
            }
        }
        return runs
    }

    /// For each run, the next one with its length. Searched backwards once: looking ahead from each run would take time
    /// proportional to their number squared.
    private static func nextOfSameLength(_ runs: [Range<Int>]) -> [Int?] {
        var next = [Int?](repeating: nil, count: runs.count)
        var latest: [Int: Int] = [:]
        for index in runs.indices.reversed() {
            next[index] = latest.updateValue(index, forKey: runs[index].count)
        }
        return next
    }
}
