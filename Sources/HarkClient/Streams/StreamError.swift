internal import HarkHTTP

/// Why a byte stream cannot be opened or used. No text has a password in it; names that a stranger chose are sanitized.
public enum StreamError: Error, Sendable, Equatable {
    /// What took too long.
    public enum Action: String, Sendable, Equatable {
        /// Looking up the name, connecting, the proxy, or the handshake of TLS.
        case connecting
        /// Waiting for bytes.
        case reading
        /// Waiting for the other end to take bytes.
        case writing
    }

    /// The name has no address.
    case cannotResolve(host: String, reason: String)
    /// No address takes a connection.
    case cannotConnect(host: String, port: UInt16, reason: String)
    /// The time for it is over.
    case timedOut(Action)
    /// The server does not prove who it is; the reason is part of a sentence.
    case untrusted(host: String, reason: String)
    /// The certificate is valid, but for these other names.
    case wrongName(host: String, presented: [String])
    /// TLS cannot be spoken with the server, or what is configured for it cannot be used.
    case tlsFailed(host: String, reason: String)
    /// The proxy cannot be used, or does not connect.
    case proxyFailed(reason: String)
    /// The connection has ended: this side closed it, or the other end reset it.
    case closed(reason: String)
    /// More bytes than this came without an end, or wait to be sent.
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
        case .proxyFailed(let reason): "The proxy \(reason). Check HTTPS_PROXY and NO_PROXY."
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
