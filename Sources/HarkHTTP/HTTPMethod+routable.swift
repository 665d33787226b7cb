public import HTTPTypes

extension HTTPRequest.Method {
    /// The methods that routes can have (RFC 9110, 9.3; RFC 5789). The server answers all others itself.
    public static let routable: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
}
