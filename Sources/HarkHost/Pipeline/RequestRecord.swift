/// One answered request, for the access log.
public struct RequestRecord: Sendable {
    /// The request's identifier.
    public let id: String
    /// The method, as sent.
    public let method: HTTPRequest.Method
    /// The path, as sent; the query, which may hold tokens, is left out.
    public let path: String
    /// The status of the answer.
    public let status: HTTPResponse.Status
    /// From the last byte of the header section to the answer.
    public let duration: Duration
    /// Who made the request: the peer of the connection, or whom a trusted proxy names. Where its fields contradict
    /// each other, it is whom `X-Forwarded-For` names.
    public let client: PeerAddress
    /// Whether the proxy's `Forwarded` and `X-Forwarded-For` name different clients, so that `client` may be made up.
    public let isClientDisputed: Bool
    /// The plugin whose route it was, if any.
    public let plugin: String?
    /// Length of the request's body, in bytes.
    public let bodyLength: Int
    /// Why it was refused, for the log alone: there is a reason with every status from 400 on, of at most
    /// `longestRefusal` Unicode scalars.
    public let refusal: String?
    /// What tells the delivery from every other, if its sender says.
    public let delivery: String?
    /// The event that the delivery is about, if its sender says.
    public let event: String?

    /// Most Unicode scalars of a reason: those of handlers may hold what a sender wrote.
    public static let longestRefusal = 300
}
