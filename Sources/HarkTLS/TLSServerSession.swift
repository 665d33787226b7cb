internal import CGnuTLS

/// The TLS session of a connection that is opened and closed elsewhere. Use it only on the connection's thread, while
/// the connection is open.
@safe
public struct TLSServerSession {
    private let pointer: gnutls_session_t

    /// The session behind a `gnutls_session_t`.
    public init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// The certificate of a client, if it was issued by an authority that the server trusts, is valid now, and may be
    /// used to authenticate a client (`gnutls_certificate_verify_peers`). Only after the handshake.
    public var verifiedClientCertificate: Certificate? {
        guard unsafe verifyPeer(of: pointer, for: GNUTLS_KP_TLS_WWW_CLIENT) == 0 else { return nil }
        return unsafe peerCertificate(of: pointer)
    }

    /// Makes the client answer once before its handshake costs a signature: TLS 1.3 only, with a group that clients
    /// support but send no key for by default, so that they are asked to start again (HelloRetryRequest; RFC 8446,
    /// 4.1.4). Only before the handshake.
    public func requireRetry() {
        guard let priorities = unsafe OpaquePointer(bitPattern: Self.retryPriorities) else { return }
        unsafe _ = gnutls_priority_set(pointer, priorities)
    }

    /// The priorities of such a handshake, created once per process and readable by any thread; 0 if there was no
    /// memory.
    private static let retryPriorities: UInt = {
        var priorities: gnutls_priority_t?
        let text = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1"
        guard unsafe gnutls_priority_init(&priorities, text, nil) == GNUTLS_E_SUCCESS else { return 0 }
        return UInt(bitPattern: priorities)
    }()

    /// Sends as many of the bytes as the socket accepts without waiting (`gnutls_record_send`).
    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { unsafe gnutls_record_send(pointer, $0.baseAddress, $0.count) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }
}
