/// How a handler ended: what the sender is answered, and what the bot counts and logs.
///
/// ```swift
/// func build(_ delivery: Delivery<Build>) async throws -> HandlerOutcome {
///     guard delivery.body.isFinished else { return .ignored("a build that still runs") }
///     guard await agents.areReady else { return .retry(after: .seconds(30)) }
///     try await chat.announce("\(delivery.body.name) was built")
///     return .handled()
/// }
/// ```
public enum HandlerOutcome: Sendable {
    /// The delivery was handled. `missingFieldCount` is the number of expected fields that it lacked; deliveries that
    /// lack any are counted as incomplete.
    case handled(Response = Response(), missingFieldCount: Int = 0)

    /// 200: the delivery was understood and needs no action. The reason is counted, logged once, and sent as text.
    case ignored(String)

    /// 503 with `Retry-After` in seconds, rounded up, at least 1: the sender should try again then.
    case retry(after: Duration)

    /// Refused, as a thrown `Rejection` is.
    case rejected(Rejection)
}
