internal import CMicroHTTPD
internal import HTTPTypes

/// One `struct MHD_Response`: this owns the only reference besides those of connections that are sending it, and
/// releases it at the end of its life (`MHD_destroy_response`).
@safe
struct ResponseHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// A response with a copy of these bytes: libmicrohttpd may send it after the array is gone. Nil if that failed.
    init?(copying bytes: [UInt8]) {
        let made = unsafe bytes.withUnsafeBytes { bytes in
            unsafe MHD_create_response_from_buffer(
                bytes.count, UnsafeMutableRawPointer(mutating: bytes.baseAddress), .RESPMEM_MUST_COPY)
        }
        guard let made = unsafe made else { return nil }
        unsafe pointer = made
    }

    deinit { unsafe MHD_destroy_response(pointer) }

    /// Adds a header field, whose value must not contain a NUL; returns false if libmicrohttpd refuses it.
    func add(_ name: String, _ value: [UInt8]) -> Bool {
        // A string that is passed as it is would be copied to an array first.
        unsafe name.withCString { name in
            unsafe (value + [0]).withUnsafeBufferPointer { value in
                unsafe value.withMemoryRebound(to: CChar.self) { value in
                    unsafe MHD_add_response_header(pointer, name, value.baseAddress) == .YES
                }
            }
        }
    }

    /// Queues it as the response to the request whose callback the connection is in.
    func queue(on connection: ConnectionHandle, _ status: HTTPResponse.Status) -> MHD_Result {
        unsafe MHD_queue_response(connection.pointer, UInt32(status.code), pointer)
    }
}
