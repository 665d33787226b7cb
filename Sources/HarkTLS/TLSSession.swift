internal import CGnuTLS

/// The TLS session of a connection that someone else opened and closes. It may be used on the thread of the connection
/// only, and while the connection is open.
@safe
public struct TLSSession {
    private let pointer: gnutls_session_t

    /// The session that a `gnutls_session_t` points at.
    public init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// The certificate of a client, if there is one that an authority of the server vouches for, that is valid now and
    /// that may identify a client (`gnutls_certificate_verify_peers`). Only after the handshake.
    public var verifiedClientCertificate: Certificate? {
        var count: UInt32 = 0
        guard isClientVerified, let chain = unsafe gnutls_certificate_get_peers(pointer, &count), count > 0
        else { return nil }
        let der = unsafe Array(UnsafeBufferPointer(start: chain[0].data, count: Int(chain[0].size)))
        return try? Certificate(der: der)
    }

    private var isClientVerified: Bool {
        // Extended key usage, which GnuTLS looks at only when it is told what for (RFC 5280, 4.2.1.12).
        var purpose = Array(GNUTLS_KP_TLS_WWW_CLIENT.utf8) + [0]
        var status: UInt32 = 0
        let result = unsafe purpose.withUnsafeMutableBufferPointer { purpose in
            var data = unsafe gnutls_typed_vdata_st(type: GNUTLS_DT_KEY_PURPOSE_OID, data: purpose.baseAddress, size: 0)
            return unsafe gnutls_certificate_verify_peers(pointer, &data, 1, &status)
        }
        return result == GNUTLS_E_SUCCESS && status == 0
    }

    /// Lets the client answer once before its handshake costs a signature: TLS 1.3 alone, with a group of which clients
    /// support the use but send no key unasked, so that they are asked to begin again (HelloRetryRequest; RFC 8446,
    /// 4.1.4). Only before the handshake.
    public func challenge() {
        guard let priorities = unsafe OpaquePointer(bitPattern: Self.challengePriorities) else { return }
        unsafe _ = gnutls_priority_set(pointer, priorities)
    }

    /// The priorities of a challenge, made once a process and read by any thread; 0 when there is no memory for them.
    private static let challengePriorities: UInt = {
        var priorities: gnutls_priority_t?
        let text = "NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-SECP384R1"
        guard unsafe gnutls_priority_init(&priorities, text, nil) == GNUTLS_E_SUCCESS else { return 0 }
        return UInt(bitPattern: priorities)
    }()

    /// Sends bytes, as many as the socket takes without waiting (`gnutls_record_send`).
    public func send(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = unsafe rest.withUnsafeBytes { unsafe gnutls_record_send(pointer, $0.baseAddress, $0.count) }
            guard sent > 0 else { return }
            rest = rest.dropFirst(sent)
        }
    }
}
