/// Why a request has no response. It shows scheme, host and port of the URL, but not its user information, path or
/// query, which may contain tokens.
public struct HTTPClientError: Error, Sendable, Equatable {
    /// What went wrong.
    public enum Kind: Sendable, Equatable {
        /// The URL is not an `http` or `https` URL with a host.
        case invalidURL
        /// The server's name has no address.
        case cannotResolve
        /// No address of the server accepts the connection.
        case cannotConnect
        /// Connecting, or the whole request, took longer than allowed.
        case timedOut
        /// The TLS handshake failed.
        case tlsFailed(TLSFailure)
        /// The content or the header section of the response is longer than this many bytes.
        case responseTooLong(limit: Int)
        /// The response is not HTTP, or its content is not in the coding that it names.
        case malformedResponse
        /// The proxy cannot be reached, or refused with this status.
        case proxyFailed(status: Int?)
        /// The connection broke before the response was complete.
        case interrupted
        /// The task was cancelled, or the client shut down.
        case cancelled
        /// The request could not be made, for this reason.
        case failed(reason: String)
    }

    /// Why the TLS handshake failed.
    public enum TLSFailure: Sendable, Equatable {
        /// The certificate was not issued by a trusted authority, or has expired.
        case untrustedCertificate(reason: String)
        /// The certificate is for another name.
        case wrongName
        /// No common protocol or cipher, or the other end does not speak TLS.
        case handshake(reason: String)
    }

    /// What went wrong.
    public let kind: Kind

    /// Scheme, host and port of the URL; nil if it is invalid.
    public let server: String?

    /// Whether the server may have received the request and acted on it. If false, it is safe to send it again.
    public let mayHaveArrived: Bool

    /// An error for a request to `server`, such as `https://api.example.org`.
    public init(_ kind: Kind, server: String?, mayHaveArrived: Bool = false) {
        self.kind = kind
        self.server = server
        self.mayHaveArrived = mayHaveArrived
    }
}

extension HTTPClientError: CustomStringConvertible {
    public var description: String {
        let server = server ?? "the server"
        return switch kind {
        case .invalidURL:
            "The URL is not one of http or https with a host. Write one such as https://api.example.org/path."
        case .cannotResolve:
            "The host of \(server) has no address. Check its spelling, and this machine's name server."
        case .cannotConnect:
            "\(server) cannot be connected to. Check that it runs, and that this machine may reach it."
        case .timedOut:
            "\(server) did not answer in time. Try again later, or allow more time."
        case .tlsFailed(let failure):
            failure.description(of: server)
        case .responseTooLong(let limit):
            "\(server) answered with more than \(limit) bytes. Ask it for less, or allow more."
        case .malformedResponse:
            "\(server) sent no valid HTTP response. Check that a web server listens there."
        case .proxyFailed(let status):
            "The proxy did not let the request to \(server) through\(status.map { " (status \($0))" } ?? ""). "
                + "Check http_proxy, HTTPS_PROXY and NO_PROXY."
        case .interrupted:
            "The connection to \(server) broke before the whole answer was there. "
                + (mayHaveArrived ? "Check whether the request was acted on before you send it again." : "Try again.")
        case .cancelled:
            "The request to \(server) was cancelled. Send it again if it is still wanted."
        case .failed(let reason):
            "The request to \(server) could not be made. \(reason)"
        }
    }
}

extension HTTPClientError.TLSFailure {
    fileprivate func description(of server: String) -> String {
        switch self {
        case .untrustedCertificate(let reason):
            "The certificate of \(server) is not trusted (\(reason)). If it is the right server, name the authority of "
                + "its certificate in HARK_CA_FILE."
        case .wrongName:
            "The certificate of \(server) is for another name. Use a name that it is for, or give the server another one."
        case .handshake(let reason):
            "There is no TLS with \(server) (\(reason)). Check that it speaks TLS 1.2 or later at this port."
        }
    }
}
