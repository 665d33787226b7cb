internal import HTTPTypes
internal import HarkHTTP

/// Makes a request from a header section that has passed `HeadCheck`.
enum RequestBuilder {
    /// The request without its body. Values are kept byte for byte, less the white space around them.
    static func request(
        _ head: RawHead, _ method: HTTPRequest.Method, scheme: Scheme, peer: PeerAddress
    ) -> Request {
        // Collected first: appending to `HTTPFields` goes through a generic `replaceSubrange` for each field.
        let fields = head.fields.compactMap { field in
            FieldNames.name(head.bytes[field.name]).map { name in
                HTTPField(name: name, value: Syntax.trimmed(head.bytes[field.value]))
            }
        }
        let target = RequestTarget(TargetCheck.originForm(of: head.target))
        return Request(method: method, target: target, headers: HTTPFields(fields), scheme: scheme, peer: peer)
    }
}
