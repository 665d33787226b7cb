internal import CMicroHTTPD
private import Glibc

/// One running `struct MHD_Daemon`, stored as an integer because any thread may quiesce or stop it.
struct DaemonHandle: Sendable {
    private let address: UInt

    /// The handle of a daemon that `MHD_start_daemon` returned.
    init(_ daemon: OpaquePointer) { address = UInt(bitPattern: daemon) }

    private var pointer: OpaquePointer? { unsafe OpaquePointer(bitPattern: address) }

    /// Stops accepting and closes the listening socket (`MHD_quiesce_daemon`).
    func quiesce() {
        let socket = unsafe MHD_quiesce_daemon(pointer)
        if socket >= 0 { close(socket) }
    }

    /// Closes every connection and joins the threads (`MHD_stop_daemon`); call it once, as the last call. Blocks. No
    /// connection may be suspended: libmicrohttpd would abort the process.
    func stop() { unsafe MHD_stop_daemon(pointer) }
}
