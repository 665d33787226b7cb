internal import HTTPTypes
private import HarkHTTP

/// Why a response is not HTTP/1.1, as part of a sentence.
struct ResponseHeadError: Error, Equatable {
    let reason: String
}

/// The status line and the fields of a response (RFC 9112, 4 and 5).
struct ResponseHead: Sendable {
    /// Longest head, in bytes.
    static let limit = 16_384

    let status: Int
    /// The reason phrase, which is text from a stranger.
    let reason: String
    let fields: HTTPFields

    /// Parses a head; the bytes end with its empty line.
    init(_ bytes: ArraySlice<UInt8>) throws(ResponseHeadError) {
        let lines = String(untrusted: bytes).split(separator: "\r\n", omittingEmptySubsequences: true)
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard words.count >= 2, words[0] == "HTTP/1.1" || words[0] == "HTTP/1.0", words[1].utf8.count == 3,
            let status = Int(words[1]), status >= 100
        else { throw ResponseHeadError(reason: "does not answer in HTTP/1.1") }
        var fields = HTTPFields()
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) else {
                throw ResponseHeadError(reason: "answers with an invalid header field")
            }
            let value = line[line.index(after: colon)...].trimmingSpaces
            fields.append(HTTPField(name: name, value: String(value)))
        }
        self.status = status
        reason = words.count == 3 ? String(words[2]) : ""
        self.fields = fields
    }
}

/// Collects received bytes up to the end of a head.
struct ResponseHeadBuffer: Sendable {
    private var bytes: [UInt8] = []

    /// Appends bytes as they arrive. Returns the head when it is complete, and the bytes after it.
    /// - Throws: if it cannot become a head, or is longer than `ResponseHead.limit`.
    mutating func append(_ more: [UInt8]) throws(ResponseHeadError) -> (head: ResponseHead, rest: [UInt8])? {
        let searched = max(0, bytes.count - 3)
        bytes += more
        let start = Array("HTTP/1.".utf8)
        guard bytes.prefix(start.count).elementsEqual(start.prefix(bytes.count)) else {
            throw ResponseHeadError(reason: "does not answer in HTTP/1.1")
        }
        if let end = bytes[searched...].firstRange(of: [13, 10, 13, 10])?.upperBound, end <= ResponseHead.limit {
            return (try ResponseHead(bytes[..<end]), Array(bytes[end...]))
        }
        guard bytes.count < ResponseHead.limit else {
            throw ResponseHeadError(reason: "answers with a head of more than \(ResponseHead.limit) bytes")
        }
        return nil
    }
}
