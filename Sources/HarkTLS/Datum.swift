internal import CGnuTLS

/// Lends bytes to a GnuTLS function that only reads them; valid until `body` returns.
func withDatum<Result>(_ bytes: [UInt8], _ body: (UnsafePointer<gnutls_datum_t>) -> Result) -> Result {
    var bytes = bytes
    return unsafe bytes.withUnsafeMutableBufferPointer { buffer in
        var datum = unsafe gnutls_datum_t(data: buffer.baseAddress, size: UInt32(clamping: buffer.count))
        return unsafe withUnsafePointer(to: &datum) { unsafe body($0) }
    }
}

/// The bytes that a GnuTLS function writes into newly allocated memory, which is freed here.
/// - Throws: `TLSError.refused` with the function's error message.
func bytes(from write: (UnsafeMutablePointer<gnutls_datum_t>) -> Int32) throws(TLSError) -> [UInt8] {
    var datum = unsafe gnutls_datum_t()
    try unsafe write(&datum).orThrow()
    defer { unsafe hark_gnutls_free(datum.data) }
    return unsafe Array(UnsafeBufferPointer(start: datum.data, count: Int(datum.size)))
}

/// Two numbers that a GnuTLS function writes into newly allocated memory, which is freed here.
/// - Throws: `TLSError.refused` with the function's error message.
func twoNumbers(
    from write: (UnsafeMutablePointer<gnutls_datum_t>, UnsafeMutablePointer<gnutls_datum_t>) -> Int32
) throws(TLSError) -> ([UInt8], [UInt8]) {
    var second = unsafe gnutls_datum_t()
    let first = try unsafe bytes { first in unsafe write(first, &second) }
    defer { unsafe hark_gnutls_free(second.data) }
    return unsafe (first, Array(UnsafeBufferPointer(start: second.data, count: Int(second.size))))
}
