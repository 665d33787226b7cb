internal import HarkHTTP

/// Why a byte stream cannot be opened or used. Its texts contain no passwords; names from strangers are sanitized.
public enum StreamError: Error, Sendable, Equatable {
    /// The action that timed out.
    public enum Action: String, Sendable, Equatable {
        /// Resolving the name, connecting, the proxy, or the TLS handshake.
        case connecting
        /// Waiting for bytes.
        case reading
        /// Waiting for the other end to accept bytes.
        case writing
    }

    /// The name has no address.
    case cannotResolve(host: String, reason: String)
    /// No address accepts a connection.
    case cannotConnect(host: String, port: UInt16, reason: String)
    /// The action timed out.
    case timedOut(Action)
    /// The server is not trusted; the reason is part of a sentence.
    case untrusted(host: String, reason: String)
    /// The certificate is valid, but issued for these other names.
    case wrongName(host: String, presented: [String])
    /// The TLS handshake failed, or the TLS configuration is invalid.
    case tlsFailed(host: String, reason: String)
    /// The proxy cannot be used, or did not connect.
    case proxyFailed(reason: String)
    /// The connection has ended: this side closed it, or the other end reset it.
    case closed(reason: String)
    /// More bytes than this arrived without an end, or are waiting to be sent.
    case tooMuch(limit: Int)
    /// The task was cancelled.
    case cancelled
}

extension StreamError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotResolve(let host, let reason):
            "The name \(host) has no address (\(reason)). Check the name and the DNS servers of this machine."
        case .cannotConnect(let host, let port, let reason):
            "\(host), port \(port), takes no connection (\(reason)). Check the address, the firewall and the proxy."
        case .timedOut(let action):
            "The time-out for \(action.rawValue) is over. Try again, or raise the time-out."
        case .untrusted(let host, let reason):
            "\(host) is not trusted: \(reason). Give the certificate of its authority, or its fingerprint."
        case .wrongName(let host, let presented):
            "The certificate of \(host) is for \(Self.list(presented)). Use a name that it is for."
        case .tlsFailed(let host, let reason):
            "TLS with \(host) failed (\(reason)). Check that the port speaks TLS 1.2 or later, and the certificates."
        case .proxyFailed(let reason): "The proxy \(reason). Check HTTPS_PROXY, ALL_PROXY and NO_PROXY."
        case .closed(let reason): "The connection is closed (\(reason)). Connect again."
        case .tooMuch(let limit): "There are more than \(limit) bytes. Send less at once, or raise the limit."
        case .cancelled: "The task was cancelled. Nothing needs to be done."
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(5).map { $0.sanitized(to: 100) }.joined(separator: ", ")
        return names.isEmpty ? "no name" : names.count > 5 ? shown + ", …" : shown
    }
}
