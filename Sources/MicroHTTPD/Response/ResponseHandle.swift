internal import CMicroHTTPD
internal import HTTPTypes

/// One `struct MHD_Response`: this holds the only reference besides those of connections that send it, and gives it up
/// at the end of its life (`MHD_destroy_response`).
@safe
struct ResponseHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// Takes over what a `MHD_create_response` function made; nil when it made nothing.
    init?(owning pointer: OpaquePointer?) {
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = pointer
    }

    /// A response with a copy of these bytes: libmicrohttpd may send it when the array is long gone.
    init?(copying bytes: [UInt8]) {
        let made = unsafe bytes.withUnsafeBytes { bytes in
            unsafe MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        unsafe self.init(owning: made)
    }

    deinit { unsafe MHD_destroy_response(pointer) }

    /// Adds a header field, whose value has no NUL; false when libmicrohttpd refuses it.
    func add(_ name: String, _ value: [UInt8]) -> Bool {
        unsafe (value + [0]).withUnsafeBufferPointer { value in
            unsafe value.withMemoryRebound(to: CChar.self) { value in
                unsafe MHD_add_response_header(pointer, name, value.baseAddress) == .YES
            }
        }
    }

    /// Sends it as HTTP/1.0 does: without chunks, ended by closing the connection (`MHD_RF_HTTP_VERSION_1_0_ONLY`).
    func useHTTP10() { unsafe _ = hark_set_response_flags(pointer, .RF_HTTP_VERSION_1_0_ONLY) }

    /// Queues it as the answer of the request that the connection is in a callback for.
    func queue(on connection: ConnectionHandle, _ status: HTTPResponse.Status) -> MHD_Result {
        unsafe MHD_queue_response(connection.pointer, UInt32(status.code), pointer)
    }
}
