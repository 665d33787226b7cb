internal import HTTPTypes

/// Why a request is refused before the responder sees it: a status and one line for the client.
struct Refusal: Error, Equatable {
    /// The status of the answer.
    let status: HTTPResponse.Status
    /// What is wrong, without a line break and without internals.
    let reason: String

    /// Refuses with a status and a reason.
    init(_ status: HTTPResponse.Status, _ reason: String) {
        self.status = status
        self.reason = reason
    }

    /// Refuses as malformed (RFC 9110, 15.5.1).
    static func malformed(_ reason: String) -> Refusal { Refusal(.badRequest, reason) }
}
