/// The URL under which a bot is reached from outside, or an API that it calls: scheme, host, and a path prefix.
public struct BaseURL: Sendable, Hashable {
    /// The scheme.
    public let scheme: Scheme

    /// The host, with a port where one was given: `bot.example.org`, `[2001:db8::1]:8443`.
    public let host: String

    /// The path prefix: empty, or for example `/hooks`. Of the bot's own URL, a proxy strips it.
    public let prefix: String

    init(scheme: Scheme, host: String, prefix: String) {
        self.scheme = scheme
        self.host = host
        self.prefix = prefix
    }

    /// Parses a URL such as `https://bot.example.org/hooks`. A trailing slash is dropped; nil for a scheme other than
    /// HTTP and HTTPS, and for a URL with user information, a query or a fragment.
    public init?(_ text: String) {
        guard let mark = text.firstRange(of: "://"), let scheme = Scheme(name: text[..<mark.lowerBound]) else {
            return nil
        }
        let host = text[mark.upperBound...].prefix { $0 != "/" }
        guard Authority(String(host)) != nil, let prefix = PathPrefix(String(text[host.endIndex...])) else {
            return nil
        }
        self.init(scheme: scheme, host: String(host), prefix: prefix.text)
    }
}

extension BaseURL {
    /// A URL that is written in the source. An invalid one is a programming error and stops the process at its first
    /// use; no input can cause this.
    public init(constant text: StaticString) {
        guard let url = BaseURL(text.description) else { preconditionFailure("\(text) is not a valid base URL") }
        self = url
    }
}

extension BaseURL: CustomStringConvertible {
    /// The URL without a trailing slash.
    public var description: String { "\(scheme.rawValue)://\(host)\(prefix)" }
}

extension Scheme {
    /// The scheme with that name in any case (RFC 3986, 3.1).
    init?(name: some StringProtocol) {
        if name.hasSameBytesIgnoringCase(as: Scheme.http.rawValue) {
            self = .http
        } else if name.hasSameBytesIgnoringCase(as: Scheme.https.rawValue) {
            self = .https
        } else {
            return nil
        }
    }
}

/// The path prefix that a proxy strips before it forwards a request: empty, or for example `/hooks`.
struct PathPrefix {
    /// The prefix without a trailing slash.
    let text: String

    /// Parses `/hooks` or `/team/hooks/`; a single slash or an empty text is no prefix. Nil if a segment is empty, `.`
    /// or `..`, escaped or not, or if a character is not allowed in a path (RFC 3986, 3.3).
    init?(_ path: String) {
        let slash = UInt8(ascii: "/")
        text = path.utf8.last == slash ? String(Substring(path.utf8.dropLast())) : path
        if text.isEmpty { return }
        guard text.utf8.allSatisfy({ $0.isPathCharacter || $0 == slash || $0 == UInt8(ascii: "%") }),
            let segments = PercentCoding.decodedPath(text)?.utf8
                .split(separator: slash, omittingEmptySubsequences: false),
            segments.first?.isEmpty == true,
            segments.dropFirst().allSatisfy({ segment in
                !["", ".", ".."].contains { segment.elementsEqual($0.utf8) }
            })
        else { return nil }
    }
}

extension Request {
    /// The full URL as the sender knows it: the base URL and the target as sent. Some providers sign it (Twilio,
    /// Trello). Without a base URL and a valid `Host` field it is only the target.
    public var url: String {
        let base = baseURL ?? host.map { BaseURL(scheme: scheme, host: $0, prefix: "").description } ?? ""
        return "\(base)\(target)"
    }
}
