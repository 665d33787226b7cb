/// One answered request, for the access log.
package struct RequestRecord: Sendable {
    /// The request's identifier.
    package let id: String
    /// The method, as sent.
    package let method: HTTPRequest.Method
    /// The path, as sent, without the query, which may contain tokens.
    package let path: String
    /// The status of the answer.
    package let status: HTTPResponse.Status
    /// From the last byte of the header section to the response.
    package let duration: Duration
    /// Who made the request: the peer of the connection, or the client that a trusted proxy names. If the proxy's
    /// fields contradict each other, it is the one in `X-Forwarded-For`.
    package let client: PeerAddress
    /// Whether the proxy's `Forwarded` and `X-Forwarded-For` name different clients, so that `client` may be forged.
    package let isClientDisputed: Bool
    /// The plugin whose route it was, if any.
    package let plugin: String?
    /// Length of the request's body, in bytes.
    package let bodyLength: Int
    /// Why it was refused, for the log only: set for every status from 400 on, at most `longestRefusal` Unicode
    /// scalars.
    package let refusal: String?
    /// The identifier of the delivery, if its sender gives one.
    package let delivery: String?
    /// The event of the delivery, if its sender names one.
    package let event: String?

    /// Longest reason, in Unicode scalars: reasons of handlers may contain what a sender wrote.
    package static let longestRefusal = 300
}
