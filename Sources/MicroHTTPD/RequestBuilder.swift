internal import HTTPTypes
internal import HarkHTTP

/// Makes a request from a header section that has passed `HeadCheck`.
enum RequestBuilder {
    /// The request without its body. Values are kept byte for byte, less the white space around them.
    static func request(
        _ head: RawHead, _ method: HTTPRequest.Method, scheme: Scheme, peer: PeerAddress
    ) -> Request {
        var headers = HTTPFields()
        headers.reserveCapacity(head.fields.count)
        for field in head.fields {
            guard let name = FieldNames.name(head.bytes[field.name]) else { continue }
            headers.append(HTTPField(name: name, value: Syntax.trimmed(head.bytes[field.value])))
        }
        let target = RequestTarget(TargetCheck.originForm(of: head.target))
        return Request(method: method, target: target, headers: headers, scheme: scheme, peer: peer)
    }
}
