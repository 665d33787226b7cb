/// Splits received bytes into lines, for line-based protocols such as IRC.
public struct LineBuffer: Sendable {
    private let limit: Int
    private var bytes: [UInt8] = []
    /// The start of the next line, and where the search for its end continues.
    private var start = 0
    private var searched = 0

    /// A buffer for lines of at most `limit` bytes, not counting their end.
    public init(limit: Int) { self.limit = limit }

    /// Appends bytes as they arrive. Take the lines out with `next` before appending more.
    public mutating func append(_ more: [UInt8]) {
        bytes.removeFirst(start)
        searched -= start
        start = 0
        bytes += more
    }

    /// The next line without its end (LF or CR LF); nil if more bytes are needed.
    /// - Throws: `StreamError.tooMuch` as soon as a line is longer than the limit. Close the connection then.
    public mutating func next() throws(StreamError) -> [UInt8]? {
        guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
            searched = bytes.count
            // One more for a CR whose LF has not arrived.
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
