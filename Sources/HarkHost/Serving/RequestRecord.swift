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
    /// Who made the request: the peer of the connection, or whom a trusted proxy names.
    public let client: PeerAddress
    /// The plugin whose route it was, if any.
    public let plugin: String?
    /// Length of the request's body, in bytes.
    public let bodyLength: Int
    /// Why it was refused, for the log alone: the sender is not told.
    public let refusal: String?
    /// What tells the delivery from every other, if its sender says.
    public let delivery: String?
    /// The event that the delivery is about, if its sender says.
    public let event: String?
}
