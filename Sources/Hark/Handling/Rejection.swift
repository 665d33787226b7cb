/// The one way a handler refuses a request: `throw Rejection(.forbidden, "Not on Sundays.")`.
///
/// The status is sent with the reason, as plain text or, where the sender accepts it, as `{"error": …}`.
public struct Rejection: Error, Sendable, Equatable {
    /// The status to answer, 4xx or 5xx.
    public let status: HTTPResponse.Status

    /// The reason that is sent.
    public let reason: String

    /// Additional header fields to send, such as `Retry-After`.
    public let headers: HTTPFields

    /// A rejection; without a reason, the status' standard phrase is sent.
    public init(_ status: HTTPResponse.Status, _ reason: String? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.reason = reason ?? status.reasonPhrase
        self.headers = headers
    }
}
