internal import CMicroHTTPD
private import Glibc

/// Copies a header section out of libmicrohttpd's buffer, checking its layout there.
struct HeadReader {
    /// Whether to compare the buffer with the layout of a well-formed section (`HeadLayout`).
    let checksLayout: Bool
    /// Most header fields that are read; one more is kept, so that `HeadCheck` sees that there are too many.
    let fieldLimit: Int

    /// Fills `head` for a request in its first handler call. `target` is the address that its target had when it was
    /// copied into `head`.
    func read(
        _ connection: ConnectionHandle, _ collector: FieldCollector, method: UnsafePointer<CChar>,
        version: UnsafePointer<CChar>, target: UInt,
        into head: inout RawHead
    ) throws(Refusal) {
        collector.begin(limit: fieldLimit + 1)
        unsafe _ = MHD_get_connection_values_n(
            connection.pointer, .HEADER_KIND, collectField, Unmanaged.passUnretained(collector).toOpaque())
        let versionBytes = unsafe UnsafeRawBufferPointer(start: version, count: strlen(version))
        head.isHTTP10 = unsafe versionBytes.elementsEqual("HTTP/1.0".utf8)
        guard checksLayout, collector.fields.count <= fieldLimit else {
            return unsafe gather(method, collector.fields, into: &head)
        }
        let layout = HeadLayout(
            method: UInt(bitPattern: method), methodCount: unsafe strlen(method), target: target,
            targetCount: head.target.count, version: UInt(bitPattern: version),
            count: connection.headSize ?? 0, fields: collector.fields)
        if let fault = layout.fault() { throw fault }
        unsafe head.bytes.append(contentsOf: UnsafeRawBufferPointer(start: method, count: layout.count))
        layout.ranges(into: &head)
        if let fault = layout.fault(in: head) { throw fault }
    }

    /// Copies each part from its own address.
    private func gather(_ method: UnsafePointer<CChar>, _ fields: [HeadLayout.Field], into head: inout RawHead) {
        let append = { (address: UInt, count: Int, head: inout RawHead) in
            let start = head.bytes.count
            let bytes = unsafe UnsafeRawBufferPointer(start: UnsafeRawPointer(bitPattern: address), count: count)
            unsafe head.bytes.append(contentsOf: bytes)
            return start..<head.bytes.count
        }
        head.method = unsafe append(UInt(bitPattern: method), strlen(method), &head)
        for field in fields {
            let name = append(field.name, field.nameCount, &head)
            let value = append(field.value, field.valueCount, &head)
            head.fields.append(RawHead.Field(name: name, value: value))
        }
    }
}

/// Collects header fields from libmicrohttpd's iterator, for one request of a connection after another.
final class FieldCollector {
    private var limit = 0
    /// The collected fields.
    private(set) var fields: [HeadLayout.Field] = []

    /// Removes the fields but keeps the storage; collects up to `limit` fields.
    func begin(limit: Int) {
        self.limit = limit
        fields.removeAll(keepingCapacity: true)
    }

    /// Adds a field; returns false after the last one that is wanted.
    func append(_ field: HeadLayout.Field) -> Bool {
        fields.append(field)
        return fields.count < limit
    }
}

/// `MHD_KeyValueIteratorN`. The context is the collector of the current call.
private let collectField: MHD_KeyValueIteratorN = { context, _, name, nameCount, value, valueCount in
    guard let context = unsafe context else { return .NO }
    let collector = unsafe Unmanaged<FieldCollector>.fromOpaque(context).takeUnretainedValue()
    let field = HeadLayout.Field(
        name: UInt(bitPattern: name), nameCount: nameCount, value: UInt(bitPattern: value),
        valueCount: unsafe value == nil ? 0 : valueCount)
    return collector.append(field) ? .YES : .NO
}

/// The header section of a request as bytes and ranges. The bytes are a copy, so reading them needs no pointer; the
/// storage is reused for the connection's next request.
struct RawHead {
    /// One header field: the ranges of its name and its value in `bytes`. A value may end in white space.
    struct Field {
        /// The name.
        var name: Range<Int>
        /// The value.
        var value: Range<Int>
    }

    /// The bytes that the ranges refer to.
    var bytes: [UInt8] = []
    /// The method.
    var method = 0..<0
    /// Whether the version is 1.0; libmicrohttpd refuses lower ones, and treats higher ones like 1.1.
    var isHTTP10 = false
    /// The header fields, in order.
    var fields: [Field] = []
    /// The request target, which libmicrohttpd stores elsewhere after parsing.
    var target: [UInt8] = []

    /// A part of the bytes.
    subscript(_ range: Range<Int>) -> ArraySlice<UInt8> { bytes[range] }

    /// Removes the request but keeps the storage.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        fields.removeAll(keepingCapacity: true)
        target.removeAll(keepingCapacity: true)
    }
}
