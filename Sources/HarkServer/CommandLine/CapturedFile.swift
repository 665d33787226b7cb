/// A request as `verify` reads it from a file: request line, header fields in the order in which they came, an empty
/// line, and the exact bytes of the body (RFC 9112, 2.1).
///
/// It is written again from the parsed request: the version is HTTP/1.1, white space around values is gone, and a chunked
/// body stands in one piece, with `Content-Length` in place of `Transfer-Encoding`.
struct CapturedFile {
    /// The file's content.
    let bytes: [UInt8]

    /// A part of the file's name: the method and the path, as far as they are letters and digits.
    let label: String

    init(_ request: Request) {
        var head = "\(request.method.rawValue) \(request.target) HTTP/1.1\r\n"
        var isChunked = false
        for field in request.headers {
            if field.name == .transferEncoding {
                isChunked = true
            } else {
                head += "\(field.name.rawName): \(field.value)\r\n"
            }
        }
        if isChunked { head += "Content-Length: \(request.body.count)\r\n" }
        bytes = Array("\(head)\r\n".utf8) + request.body
        let words = "\(request.method.rawValue) \(request.target.path)".utf8.prefix(60).map { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) ? byte | 0x20 : UInt8(ascii: " ")
        }
        label = String(decoding: words, as: UTF8.self).split(separator: " ").joined(separator: "-")
    }
}
