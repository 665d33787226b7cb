/// Cuts received bytes into lines, for protocols of lines such as IRC's.
public struct LineBuffer: Sendable {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// Where the next line begins, and where no end of it was found so far.
    private var start = 0
    private var searched = 0

    /// A buffer for lines of at most `limit` bytes, their end not counted.
    public init(limit: Int) { self.limit = limit }

    /// Takes bytes as they arrive. Take the lines out with `next` before appending more.
    public mutating func append(_ more: [UInt8]) {
        bytes.removeFirst(start)
        searched -= start
        start = 0
        bytes += more
    }

    /// The next line without its end, which is LF or CR LF; nil when more bytes are needed.
    /// - Throws: `StreamError.tooMuch` as soon as a line is longer than the limit. Close the connection then.
    public mutating func next() throws(StreamError) -> [UInt8]? {
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            // One more for a CR whose LF has not come.
            guard bytes.count - start <= limit + 1 else { throw .tooMuch(limit: limit) }
            return nil
        }
        var line = bytes[start..<end]
        if line.last == UInt8(ascii: "\r") { line.removeLast() }
        guard line.count <= limit else { throw .tooMuch(limit: limit) }
        start = end + 1
        searched = start
        return Array(line)
    }
}
