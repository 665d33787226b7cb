internal import HTTPTypes
internal import HarkHTTP

/// Builds a request from a header section that has passed `HeadCheck`.
enum RequestBuilder {
    private static let host = HTTPField.Name(constant: "Host")

    /// The request without its body. Values are kept byte for byte, without surrounding white space.
    static func request(
        _ head: RawHead, _ method: HTTPRequest.Method, names: FieldNames, scheme: Scheme, peer: PeerAddress
    ) -> Request {
        var headers = HTTPFields()
        headers.reserveCapacity(head.fields.count)
        for field in head.fields {
            guard let name = names.name(head.bytes[field.name]) else { continue }
            headers.append(Self.field(name, Syntax.trimmed(head.bytes[field.value])))
        }
        // The host of an absolute target takes precedence over `Host` (RFC 9112, 3.2.2).
        if let authority = TargetCheck.authority(of: head.target) {
            headers[host] = String(decoding: authority, as: UTF8.self)
        }
        let target = RequestTarget(TargetCheck.originForm(of: head.target))
        return Request(method: method, target: target, headers: headers, scheme: scheme, peer: peer)
    }

    /// A field with these bytes. Most are ASCII, for which a string is faster; bytes that are not UTF-8 are kept as
    /// they are.
    private static func field(_ name: HTTPField.Name, _ value: ArraySlice<UInt8>) -> HTTPField {
        guard value.allSatisfy({ $0 < 0x80 }) else {
            let isText = String(validating: value, as: UTF8.self) != nil
            let text = String(untrusted: value)
            // Bytes that are later read as text must not contain a long run of combining marks either.
            guard isText || text.utf8.count < String(decoding: value, as: UTF8.self).utf8.count else {
                return HTTPField(name: name, value: value)
            }
            return HTTPField(name: name, value: text)
        }
        return HTTPField(name: name, value: String(decoding: value, as: UTF8.self))
    }
}
