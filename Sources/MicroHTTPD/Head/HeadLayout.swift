private import Glibc
private import HTTPTypes
internal import HarkHTTP

/// The addresses of the parts of a header section as libmicrohttpd parsed it. Version 0.9.75 parses in place, so the
/// parts of a well-formed section are adjacent in one buffer; a folded line, a NUL, a bare line feed or an empty name
/// leaves a gap. Comparing addresses finds what the parser accepted wrongly.
struct HeadLayout {
    /// A name and a value, with their lengths in bytes.
    struct Field {
        var name: UInt
        var nameCount: Int
        var value: UInt
        var valueCount: Int
    }

    /// The start of the method, which is the start of the section.
    var method: UInt
    var methodCount: Int
    /// The target, as sent.
    var target: UInt
    var targetCount: Int
    /// The version, always eight bytes.
    var version: UInt
    /// The length of the section, including its empty line.
    var count: Int
    /// The header fields, in order.
    var fields: [Field]

    /// The fault that a gap shows, or nil if all parts are adjacent.
    func fault() -> Refusal? {
        let end = method &+ UInt(bitPattern: count)
        guard target == method &+ UInt(bitPattern: methodCount) &+ 1 else {
            return .malformed("The request line has more than one space after the method.")
        }
        guard version == target &+ UInt(bitPattern: targetCount) &+ 1 else {
            return .malformed("The request target has a space or a NUL in it.")
        }
        var next = version &+ 10
        for field in fields {
            let nameEnd = field.name &+ UInt(bitPattern: field.nameCount)
            guard field.name == next, field.value > nameEnd, field.value <= end,
                end &- field.value >= UInt(bitPattern: field.valueCount) &+ 4
            else { return .malformed("A header line is folded or has no name.") }
            next = field.value &+ UInt(bitPattern: field.valueCount) &+ 2
        }
        guard next &+ 2 == end else { return .malformed("The header section has a NUL or a bare line feed in it.") }
        return nil
    }

    /// The same parts as ranges of the section's bytes. Call only if `fault` returned nil.
    func ranges(into head: inout RawHead) {
        head.method = 0..<methodCount
        for field in fields {
            let (name, value) = (Int(field.name &- method), Int(field.value &- method))
            head.fields.append(
                RawHead.Field(name: name..<name + field.nameCount, value: value..<value + field.valueCount))
        }
    }

    /// A fault in the copied bytes between the parts: libmicrohttpd wrote a NUL over each colon, carriage return and
    /// line feed that it took for a separator. Call only after `ranges`.
    func fault(in head: RawHead) -> Refusal? {
        let lineEnd = Int(version &- method) + 8
        guard isLineEnd(head.bytes, at: lineEnd) else {
            return .malformed("The request line does not end with CRLF.")
        }
        for field in head.fields {
            guard head.bytes[field.name.upperBound] == 0 else {
                return .malformed("A header name is not followed by a colon.")
            }
            for byte in head.bytes[field.name.upperBound + 1..<field.value.lowerBound] where byte != 32 && byte != 9 {
                return .malformed("A header value does not follow its name.")
            }
            guard isLineEnd(head.bytes, at: field.value.upperBound) else {
                return .malformed("A header line does not end with CRLF.")
            }
        }
        guard isLineEnd(head.bytes, at: count - 2) else {
            return .malformed("The header section does not end with an empty line.")
        }
        return nil
    }

    private func isLineEnd(_ bytes: [UInt8], at index: Int) -> Bool {
        bytes[index] == 0 && bytes[index + 1] == 0
    }
}

/// Determines whether `HeadLayout` matches the libmicrohttpd in use. It depends on how 0.9.75 parses in place; with a
/// later or patched version, every request would be refused.
enum HeadLayoutProbe {
    /// Whether a well-formed request passes and a folded one is refused, tested once per process with a daemon on the
    /// loopback interface.
    static let passes = Library.version == "0.9.75" && tellsRequestsApart()

    private struct Empty: Responder {
        func admit(_ request: Request) -> Admission { .refused(Response(status: .noContent)) }
    }

    private static func tellsRequestsApart() -> Bool {
        var configuration = DaemonConfiguration()
        configuration.threads = 1
        guard let listener = try? Listener(binding: .tcp(host: "127.0.0.1", port: 0)),
            let daemon = try? Daemon(
                listener, configuration: configuration, responder: Empty(), checksLayout: true, events: { _ in })
        else { return false }
        let sound = "GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nEmpty:\r\nPadded: \t y \t\r\n\r\n"
        let folded = "GET / HTTP/1.1\r\nHost: x\r\nFold: y\r\n z\r\n\r\n"
        return status(of: sound, at: daemon.address) == "204" && status(of: folded, at: daemon.address) == "400"
    }

    /// The three digits of the response's status, if it arrives within two seconds.
    private static func status(of request: String, at address: ListenAddress) -> String? {
        guard case .tcp(let host, let port) = address, let name = SocketAddress(host: host, port: port) else {
            return nil
        }
        let socket = Glibc.socket(name.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        let bytes = Array(request.utf8)
        var answer = [UInt8](repeating: 0, count: 512)
        var readable = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        guard name.connect(socket) == 0,
            unsafe send(socket, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count,
            unsafe poll(&readable, 1, 2000) == 1
        else { return nil }
        let count = unsafe recv(socket, &answer, answer.count, 0)
        return String(decoding: answer.prefix(max(count, 0)).dropFirst(9).prefix(3), as: UTF8.self)
    }
}
