internal import CCurl
private import HarkHTTP

/// What is known about a transfer without a response.
struct TransferFailure {
    /// 407 (RFC 9110, 15.5.8), which only proxies send.
    static let proxyAuthenticationRequired = 407

    /// libcurl's result code.
    let code: CURLcode
    /// libcurl's error message.
    let text: String
    /// The limit that the response exceeded, in bytes.
    let exceededLimit: Int?
    /// The status that was received; 0 for none.
    let status: Int
    /// The status of the proxy's response to `CONNECT`; 0 for none.
    let connectStatus: Int
    /// Scheme, host and port of the URL.
    let server: String
    /// Whether any of the request was sent.
    let hasSent: Bool

    /// The error for the caller.
    var error: HTTPClientError {
        let kind = kind
        let mayHaveArrived =
            switch kind {
            // The proxy or the handshake kept the request from reaching the server.
            case .invalidURL, .cannotResolve, .tlsFailed, .proxyFailed: false
            default: hasSent
            }
        return HTTPClientError(kind, server: server, mayHaveArrived: mayHaveArrived)
    }

    /// Whether a line of the header section exceeds libcurl's own limit of 100 KiB: since version 8.6 this is
    /// `CURLE_TOO_LARGE`, which older headers lack, and before that it was a lack of memory.
    private var isHeaderLineTooLong: Bool { hasSent && (code == CURLE_OUT_OF_MEMORY || code.rawValue == 100) }

    private var kind: HTTPClientError.Kind {
        if let exceededLimit { return .responseTooLong(limit: exceededLimit) }
        if isHeaderLineTooLong { return .responseTooLong(limit: ResponseCollector.headerLimit) }
        if status == Self.proxyAuthenticationRequired { return .proxyFailed(status: status) }
        if connectStatus >= 300 { return .proxyFailed(status: connectStatus) }
        switch code {
        case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxyFailed(status: nil)
        case CURLE_COULDNT_RESOLVE_HOST: return .cannotResolve
        case CURLE_COULDNT_CONNECT: return isAboutProxy ? .proxyFailed(status: nil) : .cannotConnect
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_PEER_FAILED_VERIFICATION: return .tlsFailed(certificateFailure)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tlsFailed(.handshake(reason: reason))
        case CURLE_URL_MALFORMAT: return .invalidURL
        // The scheme was checked before: this is libcurl's error for HTTP/0.9.
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_OK:
            return .malformedResponse
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            return .interrupted
        // The reused connection broke, and the request must not be sent twice.
        case CURLE_ABORTED_BY_CALLBACK: return .interrupted
        default: return .failed(reason: "libcurl reports: \(reason).")
        }
    }

    /// libcurl has one code for all certificate errors, and both of Debian's builds of it report a name as “matches” or
    /// “does not match”.
    private var certificateFailure: HTTPClientError.TLSFailure {
        text.contains(" match") ? .wrongName : .untrustedCertificate(reason: reason)
    }

    /// Whether the message names another peer than the server: “Failed to connect to proxy.example.org port 3128 …”.
    private var isAboutProxy: Bool {
        let beginning = "Failed to connect to "
        guard text.hasPrefix(beginning), let mark = server.firstRange(of: "://") else { return false }
        let authority = server[mark.upperBound...]
        let parts = authority.split(separator: ":")
        let isBracketed = authority.hasPrefix("[")
        let host = isBracketed ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let usualPort = server.hasPrefix("https:") ? "443" : "80"
        let port = authority.hasSuffix("]") || parts.count < 2 ? usualPort : String(parts[parts.count - 1])
        return !text.dropFirst(beginning.count).hasPrefix("\(host) port \(port) ")
    }

    /// libcurl's error message without its common prefix.
    private var reason: String {
        let common = "SSL certificate problem: "
        let words = text.hasPrefix(common) ? String(text.dropFirst(common.count)) : text
        return words.isEmpty ? "no reason is given" : words.sanitized(to: 200)
    }
}
