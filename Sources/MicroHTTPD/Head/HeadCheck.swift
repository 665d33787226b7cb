internal import HTTPTypes

/// The rules for header sections. libmicrohttpd 0.9.75 leaves most of them to the application; a proxy in front that
/// parses a message differently could otherwise be used to smuggle one request inside another.
struct HeadCheck {
    /// The result of the check.
    struct Summary: Equatable {
        /// The method.
        var method: HTTPRequest.Method
        /// The length of the body in bytes, as announced; nil if it is chunked or there is none.
        var contentLength: Int?
        /// Whether the body is chunked.
        var isChunked: Bool
        /// Whether the client waits for a 100 (RFC 9110, 10.1.1).
        var expectsContinue: Bool
    }

    /// Most header fields.
    let fieldLimit: Int
    /// Most bytes of names and values.
    let headerLimit: Int
    /// Most bytes of the target.
    let targetLimit: Int

    /// Checks a header section. Throws why the request is refused.
    func check(_ head: RawHead) throws(Refusal) -> Summary {
        guard head.fields.count <= fieldLimit else {
            throw Refusal(.requestHeaderFieldsTooLarge, "The request has too many header fields.")
        }
        guard head.target.count <= targetLimit else { throw Refusal(.uriTooLong, "The request target is too long.") }
        let method = try Self.method(head.bytes[head.method])
        try TargetCheck.check(head.target, method)
        var special = SpecialFields()
        var size = 0
        for field in head.fields {
            size += field.name.count + field.value.count
            guard Syntax.isToken(head.bytes[field.name]) else {
                throw .malformed("A header name has a character that is not allowed.")
            }
            guard Syntax.isFieldValue(head.bytes[field.value]) else {
                throw .malformed("A header value has a control character.")
            }
            try special.note(head, field)
        }
        guard size <= headerLimit else {
            throw Refusal(.requestHeaderFieldsTooLarge, "The header section is too large.")
        }
        return try special.summary(method, isHTTP10: head.isHTTP10)
    }

    private static func method(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> HTTPRequest.Method {
        if let method = Syntax.method(bytes) { return method }
        guard Syntax.isToken(bytes) else { throw .malformed("The method is not a token.") }
        // RFC 9110, 9.3.6 and 9.3.8: known methods that this server does not support.
        guard !["CONNECT", "TRACE"].contains(where: { $0.utf8.elementsEqual(bytes) }) else {
            throw Refusal(.methodNotAllowed, "The method is not allowed.")
        }
        throw Refusal(.notImplemented, "The method is not known.")
    }
}

/// The fields that determine where a message ends and which host it is for (RFC 9112, 3.2 and 6).
private struct SpecialFields {
    private var hosts = 0
    private var contentLength: Int?
    private var transferEncodings = 0
    private var expectations = 0

    mutating func note(_ head: RawHead, _ field: RawHead.Field) throws(Refusal) {
        // Switches on the length of the name: most fields need no comparison.
        switch field.name.count {
        case 4 where Syntax.equal(head.bytes[field.name], "host"):
            hosts += 1
            guard Syntax.isHost(Syntax.trimmed(head.bytes[field.value])) else { throw .malformed("Host is malformed.") }
        case 6 where Syntax.equal(head.bytes[field.name], "expect"):
            expectations += 1
            guard expectations == 1, Syntax.equal(Syntax.trimmed(head.bytes[field.value]), "100-continue") else {
                throw Refusal(.expectationFailed, "Expect may only ask for 100-continue.")
            }
        case 14 where Syntax.equal(head.bytes[field.name], "content-length"):
            guard contentLength == nil else { throw .malformed("Content-Length is given twice.") }
            contentLength = try Self.length(Syntax.trimmed(head.bytes[field.value]))
        case 17 where Syntax.equal(head.bytes[field.name], "transfer-encoding"):
            transferEncodings += 1
            guard transferEncodings == 1 else { throw .malformed("Transfer-Encoding is given twice.") }
            try Self.checkCoding(head.bytes[field.value])
        default:
            break
        }
    }

    func summary(_ method: HTTPRequest.Method, isHTTP10: Bool) throws(Refusal) -> HeadCheck.Summary {
        guard hosts == 1 || (hosts == 0 && isHTTP10) else { throw .malformed("The request needs exactly one Host.") }
        let isChunked = transferEncodings > 0
        guard !isChunked || contentLength == nil else {
            throw .malformed("The request has both Content-Length and Transfer-Encoding.")
        }
        guard !isChunked || !isHTTP10 else { throw .malformed("HTTP/1.0 has no Transfer-Encoding.") }
        return HeadCheck.Summary(
            method: method, contentLength: contentLength, isChunked: isChunked, expectsContinue: expectations > 0)
    }

    /// Digits only (RFC 9110, 8.6). A number beyond `Int` exceeds every limit.
    private static func length(_ digits: ArraySlice<UInt8>) throws(Refusal) -> Int {
        guard !digits.isEmpty else { throw .malformed("Content-Length is not a number.") }
        var length = 0
        for byte in digits {
            guard case UInt8(ascii: "0")...UInt8(ascii: "9") = byte else {
                throw .malformed("Content-Length is not a number.")
            }
            let (product, isBeyond) = length.multipliedReportingOverflow(by: 10)
            let (sum, isBeyondToo) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
            length = isBeyond || isBeyondToo ? .max : sum
            if length == .max { return length }
        }
        return length
    }

    /// Exactly `chunked`: libmicrohttpd 0.9.75 treats any other value, including trailing white space, as a body
    /// without end. An unknown coding is answered 501, an invalid list or one that does not end in `chunked` 400 (RFC
    /// 9112, 6.1 and 6.3).
    private static func checkCoding(_ value: ArraySlice<UInt8>) throws(Refusal) {
        if Syntax.equal(value, "chunked") { return }
        let codings = value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map(Syntax.trimmed)
        guard codings.allSatisfy(Syntax.isToken), !codings.dropLast().contains(where: { Syntax.equal($0, "chunked") })
        else { throw .malformed("Transfer-Encoding is malformed.") }
        guard codings.count > 1 || !Syntax.equal(codings[0], "chunked") else {
            throw .malformed("Transfer-Encoding has white space behind it.")
        }
        throw Refusal(.notImplemented, "Transfer-Encoding may only be chunked.")
    }
}
