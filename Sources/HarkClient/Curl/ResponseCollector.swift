internal import HTTPTypes
private import HarkHTTP

/// Collects a response as it arrives, within its limits.
struct ResponseCollector {
    /// Longest header section including interim responses and the trailer section, in bytes.
    static let headerLimit = 64 << 10

    /// The limit that the response exceeds, in bytes; nil if none.
    private(set) var exceededLimit: Int?

    private let bodyLimit: Int
    private var headerBytes = 0
    private var reason = ""
    private var fields: [HTTPField] = []
    private var body: [UInt8] = []

    /// A collector for a response with at most this many bytes of content.
    init(bodyLimit: Int) { self.bodyLimit = max(bodyLimit, 0) }

    /// Takes a line of the header section, with its line break; returns false if the section is too long.
    mutating func take(headerLine line: some Collection<UInt8>) -> Bool {
        headerBytes += line.count
        guard headerBytes <= Self.headerLimit else {
            exceededLimit = Self.headerLimit
            return false
        }
        let text = String(untrusted: line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") })
            .trimmingSpaces
        if text.hasPrefix("HTTP/") {
            // Each response has a status line, including interim ones (RFC 9110, 15.2): the last one is final.
            reason = text.split(separator: " ", maxSplits: 2).dropFirst(2).first.map(String.init) ?? ""
            fields = []
        } else if body.isEmpty, let colon = text.firstIndex(of: ":"), let name = HTTPField.Name(String(text[..<colon]))
        {
            fields.append(HTTPField(name: name, value: String(text[text.index(after: colon)...].trimmingSpaces)))
        }
        return true
    }

    /// Takes a piece of the decoded content; returns false if the content is too long.
    mutating func take(body piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= bodyLimit - body.count else {
            exceededLimit = bodyLimit
            return false
        }
        unsafe body.append(contentsOf: piece)
        return true
    }

    /// The response, once it is complete.
    func response(status code: Int) -> ClientResponse {
        var headers = HTTPFields(fields)
        if headers[.contentEncoding] != nil, !body.isEmpty {
            headers[.contentEncoding] = nil
            headers[.contentLength] = nil
        }
        return ClientResponse(status: .init(code: code, reasonPhrase: reason), headers: headers, body: body)
    }
}
