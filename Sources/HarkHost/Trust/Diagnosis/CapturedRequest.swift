/// A raw HTTP/1.1 request that somebody captured into a file.
public struct CapturedRequest: Sendable {
    /// The request, its transfer coding removed.
    public let request: Request

    /// What is odd about the capture, a sentence each: the body may not be what was sent.
    public let remarks: [String]

    /// Why a file is no request.
    public struct Malformed: Error, Equatable, CustomStringConvertible {
        /// One sentence.
        public let description: String
    }

    /// Reads a request line, header fields up to an empty line, and the body as it stands. Lines may end with LF alone, as
    /// editors leave them.
    /// - Throws: `Malformed`.
    public init(_ bytes: [UInt8]) throws(Malformed) {
        // Lines before the request line are passed over (RFC 9112, 2.2).
        guard let (head, rest) = Self.split(bytes.drop { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }) else {
            throw Malformed(description: "There is no empty line between the header section and the body.")
        }
        var lines = head.split(separator: UInt8(ascii: "\n")).map { line in
            String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
        }[...]
        let words = lines.popFirst()?.split(separator: " ") ?? []
        guard words.count == 3, words[2].hasPrefix("HTTP/"), let target = Self.path(of: words[1]),
            let method = HTTPRequest.Method(rawValue: String(words[0]))
        else { throw Malformed(description: "The first line is no request line such as “POST /github HTTP/1.1”.") }
        var headers = HTTPFields()
        for (index, line) in lines.enumerated() {
            guard let colon = line.firstIndex(of: ":"), let name = HTTPField.Name(String(line[..<colon])) else {
                throw Malformed(description: "Line \(index + 2) is no header field such as “Host: example.org”.")
            }
            headers.append(HTTPField(name: name, value: String(line[line.index(after: colon)...].trimmingSpaces)))
        }
        // The authority of an absolute target takes the place of Host (RFC 9112, 3.2.2).
        if let authority = Self.authority(of: words[1]) { headers[Self.host] = authority }
        var body = Body(rest, headers)
        body.decode()
        request = Request(
            method: method, target: RequestTarget(target), headers: headers, body: Array(body.bytes))
        remarks = body.remarks
    }

    /// The target in origin form: an absolute one without its scheme and authority (RFC 9112, 3.2).
    private static func path(of target: Substring) -> String? {
        if target.hasPrefix("/") { return String(target) }
        guard target.lowercased().hasPrefix("http://") || target.lowercased().hasPrefix("https://") else { return nil }
        let rest = target.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)[2]
        let path = rest.drop { !endsAuthority($0) }
        return path.hasPrefix("/") ? String(path) : "/\(path)"
    }

    private static let host = HTTPField.Name(constant: "Host")

    /// The authority of a target in absolute form.
    private static func authority(of target: Substring) -> String? {
        guard !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") else { return nil }
        return String(target[scheme.upperBound...].prefix { !endsAuthority($0) })
    }

    /// Whether a character ends an authority (RFC 3986, 3.2).
    private static func endsAuthority(_ character: Character) -> Bool { "/?#".contains(character) }

    /// The header section without its empty line, and what follows.
    private static func split(_ bytes: ArraySlice<UInt8>) -> (head: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        let ends = ["\r\n\r\n", "\n\n"].compactMap { bytes.firstRange(of: Array($0.utf8)) }
        guard let end = ends.min(by: { $0.lowerBound < $1.lowerBound }) else { return nil }
        return (bytes[..<end.lowerBound], bytes[end.upperBound...])
    }

    /// What follows the header section.
    private struct Body {
        private let headers: HTTPFields
        var bytes: ArraySlice<UInt8>
        var remarks: [String] = []

        init(_ bytes: ArraySlice<UInt8>, _ headers: HTTPFields) {
            self.bytes = bytes
            self.headers = headers
        }

        /// Takes the transfer coding away, or cuts the body to its announced length.
        mutating func decode() {
            if headers["Transfer-Encoding"]?.lowercased() == "chunked" {
                guard let decoded = Self.unchunked(bytes) else {
                    return remarks.append("The body is said to be chunked and is not; it is taken as it stands.")
                }
                bytes = decoded[...]
            } else if let length = headers[.contentLength].flatMap({ Int($0) }), length != bytes.count, length >= 0 {
                remarks.append("Content-Length is \(length), and \(bytes.count) bytes follow the header section.")
                bytes = bytes.prefix(length)
            }
        }

        private static func unchunked(_ bytes: ArraySlice<UInt8>) -> [UInt8]? {
            var rest = bytes
            var body: [UInt8] = []
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = String(decoding: rest[..<end], as: UTF8.self).prefix { $0.isHexDigit }
                guard let size = Int(line, radix: 16) else { return nil }
                rest = rest[(end + 1)...]
                if size == 0 { return body }
                guard size <= rest.count else { return nil }
                body += rest.prefix(size)
                rest = rest.dropFirst(size)
                if rest.first == UInt8(ascii: "\r") { rest = rest.dropFirst() }
                guard rest.first == UInt8(ascii: "\n") else { return nil }
                rest = rest.dropFirst()
            }
            return nil
        }
    }
}
