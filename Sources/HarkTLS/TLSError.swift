internal import CGnuTLS

/// Why keys or certificates cannot be used, or a connection cannot be secured with them.
public enum TLSError: Error, Sendable, Equatable {
    /// A text is not a chain of certificates in PEM.
    case noCertificate(reason: String)
    /// A text is not a private key in PEM, or the key is encrypted.
    case noPrivateKey(reason: String)
    /// The key does not belong to the first certificate.
    case keyMismatch
    /// A server is not trusted; the reason is part of a sentence.
    case untrusted(reason: String)
    /// The certificate of a server is valid, but issued for these other names (text from a stranger).
    case wrongName(String, presented: [String])
    /// The other end has closed the connection without ending TLS.
    case connectionLost(reason: String)
    /// GnuTLS refused, or has no memory left.
    case refused(reason: String)

    /// The error for a result code, with the message of `gnutls_strerror`.
    init(_ result: Int32) { self = .refused(reason: Self.reason(of: result)) }

    /// The message for a result code, without the full stop.
    static func reason(of result: Int32) -> String {
        guard let text = unsafe gnutls_strerror(result) else { return "GnuTLS gives no reason" }
        let sentence = unsafe String(cString: text)
        return sentence.utf8.last == UInt8(ascii: ".") ? String(sentence.dropLast()) : sentence
    }
}

extension Int32 {
    /// Throws the error of a result code, if it is one.
    func orThrow() throws(TLSError) {
        if self < 0 { throw TLSError(self) }
    }
}

extension TLSError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noCertificate(let reason):
            "There is no usable X.509 certificate (\(reason)). Give one or more, all of them in PEM."
        case .noPrivateKey(let reason):
            "There is no usable private key (\(reason)). Give one in PEM, without a passphrase."
        case .keyMismatch:
            "The private key is not that of the certificate. Give the key that the certificate was made for."
        case .untrusted(let reason):
            "The server is not trusted: \(reason). Give the certificate of its authority, or its fingerprint."
        case .wrongName(let name, _):
            "The certificate of the server is not for \(name). Give the name that it is for."
        case .connectionLost(let reason): "The connection was lost (\(reason)). Connect again."
        case .refused(let reason): "GnuTLS reports: \(reason)."
        }
    }
}
