/// The one way a handler refuses a request: `throw Rejection(.forbidden, "Not on Sundays.")`.
///
/// The status is sent with the reason, as plain text or, where the sender accepts it, as `{"error": …}`.
public struct Rejection: Error, Sendable, Equatable {
    /// The status to answer, 4xx or 5xx.
    public let status: HTTPResponse.Status

    /// What the sender is told.
    public let reason: String

    /// Header fields to send along, such as `Retry-After`.
    public let headers: HTTPFields

    /// A refusal; without a reason the sender is sent the status' own phrase.
    public init(_ status: HTTPResponse.Status, _ reason: String? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.reason = reason ?? status.reasonPhrase
        self.headers = headers
    }
}
