/// Where a bot is reached from outside: scheme, host, and the path that a proxy takes away.
public struct BaseURL: Sendable, Hashable {
    /// The scheme.
    public let scheme: Scheme

    /// The host, with a port where one was given: `bot.example.org`, `[2001:db8::1]:8443`.
    public let host: String

    /// What precedes the path that the bot sees: empty, or such as `/hooks`.
    public let prefix: String

    init(scheme: Scheme, host: String, prefix: String) {
        self.scheme = scheme
        self.host = host
        self.prefix = prefix
    }

    /// Reads a URL such as `https://bot.example.org/hooks`. A slash at its end is dropped; nil for another scheme than
    /// HTTP's, and for a URL with user information, a query or a fragment.
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

extension BaseURL: CustomStringConvertible {
    /// The URL, without a slash at its end.
    public var description: String { "\(scheme.rawValue)://\(host)\(prefix)" }
}

extension Scheme {
    /// The scheme of that name in any case (RFC 3986, 3.1).
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
