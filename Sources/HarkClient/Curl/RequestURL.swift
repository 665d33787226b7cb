private import CCurl
private import HarkHTTP

/// A URL that libcurl can send a request to, parsed by libcurl itself so that no two parsers disagree about it.
struct RequestURL: Sendable {
    /// The URL.
    let text: String

    /// Scheme, host and the port that it names: all of it that may be shown.
    let server: String

    /// Whether it is of `https`.
    let isSecure: Bool

    /// Parses a URL; nil when it is not one of HTTP with a host.
    init?(_ text: String) {
        guard !text.utf8.contains(0), let parts = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(parts) }
        guard unsafe curl_url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = unsafe Self.part(CURLUPART_SCHEME, of: parts), ["http", "https"].contains(scheme),
            let host = unsafe Self.part(CURLUPART_HOST, of: parts), !host.isEmpty
        else { return nil }
        let port = unsafe Self.part(CURLUPART_PORT, of: parts).map { ":\($0)" } ?? ""
        self.text = text
        isSecure = scheme == "https"
        server = "\(scheme)://\(host.sanitized(to: 255))\(port)"
    }

    private static func part(_ part: CURLUPart, of parts: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(parts, part, &text, 0) == CURLUE_OK, let text = unsafe text else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
