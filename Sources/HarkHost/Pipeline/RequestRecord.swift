/// One answered request, for the access log.
public struct RequestRecord: Sendable {
    /// The request's identifier.
    public let id: String
    /// The method, as sent.
    public let method: HTTPRequest.Method
    /// The path, as sent, without the query, which may contain tokens.
    public let path: String
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// From the last byte of the header section to the response.
    public let duration: Duration
    /// Who made the request: the peer of the connection, or the client that a trusted proxy names. If the proxy's
    /// fields contradict each other, it is the one in `X-Forwarded-For`.
    public let client: PeerAddress
    /// Whether the proxy's `Forwarded` and `X-Forwarded-For` name different clients, so that `client` may be forged.
    public let isClientDisputed: Bool
    /// The plugin whose route it was, if any.
    public let plugin: String?
    /// Length of the request's body, in bytes.
    public let bodyLength: Int
    /// Why it was refused, for the log only: set for every status from 400 on, at most `longestRefusal` Unicode
    /// scalars.
    public let refusal: String?
    /// The identifier of the delivery, if its sender gives one.
    public let delivery: String?
    /// The event of the delivery, if its sender names one.
    public let event: String?

    /// Longest reason, in Unicode scalars: reasons of handlers may contain what a sender wrote.
    public static let longestRefusal = 300
}
