/// How a body is packed for its way (RFC 9110, 8.4.1). The bot unpacks none: a signature is over the bytes as sent, and a
/// small body could hold a huge one.
struct ContentCoding {
    /// The codings other than `identity`, as the request names them; at most 64 characters that can be printed.
    let name: String

    /// What `Content-Encoding` says, if it is more than `identity`.
    init?(of request: Request) {
        let fields = request.headers[values: .contentEncoding]
        let codings = fields.flatMap { $0.utf8.split(separator: UInt8(ascii: ",")) }
            .map { Substring($0.trimmingBlanks) }
            .filter { !$0.isEmpty && !$0.hasSameBytesIgnoringCase(as: "identity") }
        guard !codings.isEmpty else { return nil }
        let bytes = codings.joined(separator: ", ").utf8.prefix(64).map { (0x20...0x7e).contains($0) ? $0 : 0x3f }
        name = String(decoding: bytes, as: UTF8.self)
    }

    /// 415 with the one coding that is taken (RFC 9110, 15.5.16 and 12.5.3).
    var rejection: Rejection {
        Rejection(
            .unsupportedMediaType, "Content-Encoding “\(name)” is not supported; send the body as it is.",
            headers: [.acceptEncoding: "identity"])
    }
}
