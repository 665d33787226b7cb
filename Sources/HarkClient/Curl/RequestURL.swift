private import CCurl
private import HarkHTTP

/// A URL that libcurl can send a request to, parsed by libcurl itself so that no two parsers can disagree.
struct RequestURL: Sendable {
    /// The URL.
    let text: String

    /// Scheme, host and explicit port: the parts that may be shown.
    let server: String

    /// Whether the scheme is `https`.
    let isSecure: Bool

    /// Parses a URL; nil if it is not an HTTP URL with a host, or libcurl is not available.
    init?(_ text: String) {
        guard !text.utf8.contains(0), let curl = unsafe CurlLibrary.functions, let parts = unsafe curl.url() else {
            return nil
        }
        defer { unsafe curl.url_cleanup(parts) }
        guard unsafe curl.url_set(parts, CURLUPART_URL, text, 0) == CURLUE_OK,
            let scheme = unsafe Self.part(CURLUPART_SCHEME, of: parts, curl), ["http", "https"].contains(scheme),
            let host = unsafe Self.part(CURLUPART_HOST, of: parts, curl), !host.isEmpty
        else { return nil }
        let port = unsafe Self.part(CURLUPART_PORT, of: parts, curl).map { ":\($0)" } ?? ""
        self.text = text
        isSecure = scheme == "https"
        server = "\(scheme)://\(host.sanitized(to: 255))\(port)"
    }

    private static func part(_ part: CURLUPart, of parts: OpaquePointer, _ curl: hark_curl) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard unsafe curl.url_get(parts, part, &text, 0) == CURLUE_OK, let text = unsafe text else { return nil }
        defer { unsafe curl.free(text) }
        return unsafe String(cString: text)
    }
}
