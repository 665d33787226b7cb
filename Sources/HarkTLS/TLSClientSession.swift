internal import CGnuTLS

/// The client side of a TLS 1.2 or 1.3 connection over a connected, non-blocking socket. The caller keeps the socket
/// open while the session is used, closes it afterwards, and uses the session on one thread at a time.
@safe
public final class TLSClientSession {
    /// The result of a call.
    public enum Progress<Value: Sendable>: Sendable {
        /// The call is complete.
        case done(Value)
        /// The socket has no data to read; call again with the same arguments when it has.
        case needsReading
        /// The socket accepts no more bytes; call again with the same arguments when it does.
        case needsWriting
    }

    /// Most bytes that one `receive` returns: the payload of one record (RFC 8446, 5.1).
    public static let recordLimit = 16_384

    private let session: gnutls_session_t
    private let credentials: ClientCredentials
    private let verifier: ServerVerifier

    /// A session whose handshake has not begun.
    /// - Parameters:
    ///   - serverName: the DNS name or IP address that the server's certificate must be issued for. Names are sent in
    ///     the handshake (RFC 6066, 3), addresses are not.
    ///   - socket: the descriptor, which the session does not close.
    /// - Throws: `TLSError` if the system's authorities, the identity or the protocols cannot be used.
    public init(_ configuration: TLSClientConfiguration, serverName: String, socket: Int32) throws(TLSError) {
        credentials = try ClientCredentials(configuration)
        var opened: gnutls_session_t?
        let flags = UInt32(GNUTLS_CLIENT.rawValue | GNUTLS_NONBLOCK.rawValue | GNUTLS_NO_SIGNAL.rawValue)
        let made = unsafe gnutls_init(&opened, flags)
        guard let session = unsafe opened else { throw TLSError(made) }
        unsafe self.session = session
        verifier = ServerVerifier(trust: configuration.trust, name: serverName)
        // From here on, deinit frees the session, even if something below throws.
        try unsafe gnutls_priority_set_direct(session, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2", nil).orThrow()
        try unsafe gnutls_credentials_set(
            session, GNUTLS_CRD_CERTIFICATE, UnsafeMutableRawPointer(credentials.pointer)
        ).orThrow()
        if !ServerVerifier.isAddress(serverName) {
            let name = Array(serverName.utf8)
            try unsafe gnutls_server_name_set(session, GNUTLS_NAME_DNS, name, name.count).orThrow()
        }
        try unsafe Self.offer(configuration.applicationProtocols, session)
        unsafe verifier.attach(to: session)
        unsafe gnutls_transport_set_int2(session, socket, socket)
    }

    deinit { unsafe gnutls_deinit(session) }

    /// Continues the handshake.
    /// - Throws: `TLSError.untrusted` or `wrongName` if the server is not the expected one, before any data is sent to
    ///   it; `connectionLost` if the server has disconnected; `refused` for any other reason.
    public func handshake() throws(TLSError) -> Progress<Void> {
        let result = unsafe gnutls_handshake(session)
        if result >= 0 { return .done(()) }
        if gnutls_error_is_fatal(result) == 0 { return unfinished() }
        // So that the server's log contains the reason.
        unsafe _ = gnutls_alert_send_appropriate(session, result)
        throw verifier.refusal ?? failure(result)
    }

    /// Receives at most `limit` bytes and at most one record; empty when the server has announced the end.
    /// - Throws: `TLSError.connectionLost` if the connection ends without that.
    public func receive(atMost limit: Int) throws(TLSError) -> Progress<[UInt8]> {
        var buffer = [UInt8](repeating: 0, count: min(max(limit, 1), Self.recordLimit))
        let result = unsafe gnutls_record_recv(session, &buffer, buffer.count)
        guard result >= 0 else { return try outcome(of: Int32(result)) }
        buffer.removeLast(buffer.count - result)
        return .done(buffer)
    }

    /// Sends some of the bytes, at least one, and returns their number.
    /// - Throws: `TLSError` if the session has failed.
    public func send(_ bytes: ArraySlice<UInt8>) throws(TLSError) -> Progress<Int> {
        let result = unsafe bytes.withUnsafeBytes { unsafe gnutls_record_send(session, $0.baseAddress, $0.count) }
        return result >= 0 ? .done(result) : try outcome(of: Int32(result))
    }

    /// Announces the end, if the socket accepts that at once.
    public func finish() { unsafe _ = gnutls_bye(session, GNUTLS_SHUT_WR) }

    /// The meaning of a negative result. Results that are not fatal (the socket is not ready, a warning, a request to
    /// renegotiate, which may be ignored: RFC 5246, 7.4.1.1) return to the caller, who enforces the deadline.
    private func outcome<Value: Sendable>(of result: Int32) throws(TLSError) -> Progress<Value> {
        guard gnutls_error_is_fatal(result) == 0 else { throw failure(result) }
        return unfinished()
    }

    private func unfinished<Value: Sendable>() -> Progress<Value> {
        unsafe gnutls_record_get_direction(session) == 0 ? .needsReading : .needsWriting
    }

    private func failure(_ result: Int32) -> TLSError {
        switch result {
        case GNUTLS_E_PREMATURE_TERMINATION, GNUTLS_E_PULL_ERROR, GNUTLS_E_PUSH_ERROR:
            return .connectionLost(reason: TLSError.reason(of: result))
        case GNUTLS_E_FATAL_ALERT_RECEIVED:
            guard let alert = unsafe gnutls_alert_get_name(gnutls_alert_get(session)) else { return TLSError(result) }
            return .refused(reason: "the other end refuses the connection: \(unsafe String(cString: alert))")
        default: return TLSError(result)
        }
    }

    private static func offer(_ protocols: [String], _ session: gnutls_session_t) throws(TLSError) {
        guard !protocols.isEmpty else { return }
        var names = protocols.flatMap { Array($0.utf8) }
        let result = unsafe names.withUnsafeMutableBufferPointer { buffer in
            var start = 0
            var data = unsafe [gnutls_datum_t]()
            for name in protocols {
                let size = name.utf8.count
                unsafe data.append(
                    gnutls_datum_t(data: buffer.baseAddress.map { unsafe $0 + start }, size: UInt32(size)))
                start += size
            }
            // GnuTLS copies them.
            return unsafe gnutls_alpn_set_protocols(session, data, UInt32(data.count), 0)
        }
        try result.orThrow()
    }
}
