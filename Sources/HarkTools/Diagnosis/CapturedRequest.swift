/// A raw HTTP/1.1 request in a file.
package struct CapturedRequest: Sendable {
    /// The request, with its transfer coding removed.
    package let request: Request

    /// Problems of the capture, one sentence each: the body may differ from what was sent.
    package let remarks: [String]

    /// Why a file is not a request.
    package struct Malformed: Error, Equatable, CustomStringConvertible {
        /// One sentence.
        package let description: String
    }

    /// Parses a request line, header fields up to an empty line, and the body. Lines may end with only LF, as editors
    /// save them.
    /// - Throws: `Malformed`.
    package init(_ bytes: [UInt8]) throws(Malformed) {
        // Empty lines before the request line are skipped (RFC 9112, 2.2).
        guard let (head, rest) = Self.split(bytes.drop { $0 == UInt8(ascii: "\r") || $0 == UInt8(ascii: "\n") }) else {
            throw Malformed(description: "There is no empty line between the header section and the body.")
        }
        // Works on bytes, not characters: a stranger's text may be one long run of combining marks.
        var lines = head.split(separator: UInt8(ascii: "\n")).map { line in
            line.last == UInt8(ascii: "\r") ? line.dropLast() : line
        }[...]
        let words = lines.popFirst()?.split(separator: UInt8(ascii: " ")) ?? []
        guard words.count == 3, words[2].starts(with: "HTTP/".utf8), let target = Self.path(of: words[1]),
            let method = HTTPRequest.Method(rawValue: String(decoding: words[0], as: UTF8.self))
        else { throw Malformed(description: "The first line is not a request line such as “POST /github HTTP/1.1”.") }
        var headers = HTTPFields()
        for (index, line) in lines.enumerated() {
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
                let name = HTTPField.Name(String(decoding: line[..<colon], as: UTF8.self))
            else {
                throw Malformed(description: "Line \(index + 2) is not a header field such as “Host: example.org”.")
            }
            let value = String(decoding: line[(colon + 1)...].trimmingBlanks, as: UTF8.self)
            headers.append(HTTPField(name: name, value: value))
        }
        // The authority of an absolute target replaces Host (RFC 9112, 3.2.2).
        if let authority = Self.authority(of: words[1]) { headers[Self.host] = authority }
        var body = Body(rest, headers)
        body.decode()
        request = Request(
            method: method, target: RequestTarget(target), headers: headers, body: Array(body.bytes))
        remarks = body.remarks
    }

    /// The target in origin form: without scheme and authority if it is absolute (RFC 9112, 3.2).
    private static func path(of target: ArraySlice<UInt8>) -> String? {
        let slash = UInt8(ascii: "/")
        if target.first == slash { return String(decoding: target, as: UTF8.self) }
        guard let rest = afterScheme(of: target) else { return nil }
        let path = rest.drop { !endsAuthority($0) }
        return String(decoding: path.first == slash ? Array(path) : [slash] + path, as: UTF8.self)
    }

    /// The part of an absolute target after its scheme.
    private static func afterScheme(of target: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in ["http://", "https://"] {
            let start = target.prefix(scheme.utf8.count)
            if start.elementsEqual(scheme.utf8, by: { $0.asciiLowercased == $1 }) { return target[start.endIndex...] }
        }
        return nil
    }

    private static let host = HTTPField.Name(constant: "Host")

    /// The authority of an absolute target.
    private static func authority(of target: ArraySlice<UInt8>) -> String? {
        afterScheme(of: target).map { String(decoding: $0.prefix { !endsAuthority($0) }, as: UTF8.self) }
    }

    /// Whether a byte ends an authority (RFC 3986, 3.2).
    private static func endsAuthority(_ byte: UInt8) -> Bool { "/?#".utf8.contains(byte) }

    /// The header section without its empty line, and the rest.
    private static func split(_ bytes: ArraySlice<UInt8>) -> (head: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
        let ends = ["\r\n\r\n", "\n\n"].compactMap { bytes.firstRange(of: Array($0.utf8)) }
        guard let end = ends.min(by: { $0.lowerBound < $1.lowerBound }) else { return nil }
        return (bytes[..<end.lowerBound], bytes[end.upperBound...])
    }

    /// The content after the header section.
    private struct Body {
        private let headers: HTTPFields
        var bytes: ArraySlice<UInt8>
        var remarks: [String] = []

        init(_ bytes: ArraySlice<UInt8>, _ headers: HTTPFields) {
            self.bytes = bytes
            self.headers = headers
        }

        /// Removes the transfer coding, or cuts the body to its announced length.
        mutating func decode() {
            if headers["Transfer-Encoding"]?.hasSameBytesIgnoringCase(as: "chunked") == true {
                guard let decoded = Self.unchunked(bytes) else {
                    return remarks.append("The body is not chunked, contrary to the header; it is used unchanged.")
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
                let digits = rest[..<end].prefix(17).prefix { Character(UnicodeScalar($0)).isHexDigit && $0 < 0x80 }
                guard let size = Int(String(decoding: digits, as: UTF8.self), radix: 16) else { return nil }
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
