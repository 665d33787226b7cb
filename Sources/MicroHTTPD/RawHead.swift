/// The header section of a request as bytes and ranges. The bytes are a copy, so reading it needs no pointer; its
/// storage is used again for the connection's next request.
struct RawHead {
    /// One header field: where its name and its value are in `bytes`. A value may still end in white space.
    struct Field {
        /// The name.
        var name: Range<Int>
        /// The value.
        var value: Range<Int>
    }

    /// The bytes that the ranges are of.
    var bytes: [UInt8] = []
    /// The method.
    var method = 0..<0
    /// Whether the version is 1.0; libmicrohttpd refuses those below, and treats those above like 1.1.
    var isHTTP10 = false
    /// The header fields, in order.
    var fields: [Field] = []
    /// The request target, which libmicrohttpd keeps elsewhere once it has parsed it.
    var target: [UInt8] = []

    /// A part of the bytes.
    subscript(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    /// Forgets the request but not the storage.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        target.removeAll(keepingCapacity: true)
    }
}
