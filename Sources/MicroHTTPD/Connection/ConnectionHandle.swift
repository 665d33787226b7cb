internal import CMicroHTTPD
internal import HarkHTTP
private import HarkTLS

/// One `struct MHD_Connection`, stored as an integer because libmicrohttpd lets any thread resume a connection: a value
/// of this type may be passed between threads, and is valid until `MHD_CONNECTION_NOTIFY_CLOSED`.
struct ConnectionHandle: Sendable {
    private let address: UInt

    /// The handle of the connection that a callback was given.
    init(_ connection: OpaquePointer) { address = UInt(bitPattern: connection) }

    /// The connection, for a C function. Never nil: the address comes from a pointer.
    var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

    /// Takes the connection out of its thread's loop (`MHD_suspend_connection`); only within one of its callbacks.
    func suspend() { unsafe MHD_suspend_connection(pointer) }

    /// Returns it to the loop (`MHD_resume_connection`), from any thread, once for each `suspend`.
    func resume() { unsafe MHD_resume_connection(pointer) }

    /// The socket, which libmicrohttpd owns; nil when it has none.
    var socket: Int32? {
        unsafe hark_connection_info(pointer, .CONNECTION_INFO_CONNECTION_FD)?.pointee.connect_fd
    }

    /// The address of the other end.
    var peerAddress: SocketAddress? {
        let info = unsafe hark_connection_info(pointer, .CONNECTION_INFO_CLIENT_ADDRESS)
        guard let address = unsafe info?.pointee.client_addr else { return nil }
        return unsafe SocketAddress(copying: address)
    }

    /// The verified certificate of the client; nil if there is none, or no TLS.
    var clientCertificate: ClientCertificate? {
        session?.verifiedClientCertificate.map {
            ClientCertificate(subject: $0.subject, names: $0.names, fingerprint: $0.fingerprint)
        }
    }

    /// Makes the client answer once before its handshake costs a signature (`TLSServerSession.requireRetry`). Only
    /// before the handshake.
    func challenge() { session?.requireRetry() }

    /// Sends bytes over the TLS session, within a callback of the connection only: another thread must not use the
    /// session.
    func sendOverTLS(_ bytes: [UInt8]) { session?.send(bytes) }

    /// The TLS session, if the connection has one.
    private var session: TLSServerSession? {
        let info = unsafe hark_connection_info(pointer, .CONNECTION_INFO_GNUTLS_SESSION)
        return unsafe info?.pointee.tls_session.map { unsafe TLSServerSession(OpaquePointer($0)) }
    }

    /// The size of the request line and header section in bytes, including the empty line.
    var headSize: Int? {
        unsafe hark_connection_info(pointer, .CONNECTION_INFO_REQUEST_HEADER_SIZE)?.pointee.header_size
    }

    /// The pointer that was stored with the connection when it was opened.
    var context: UnsafeMutableRawPointer? {
        unsafe hark_connection_info(pointer, .CONNECTION_INFO_SOCKET_CONTEXT)?.pointee.socket_context
    }
}
