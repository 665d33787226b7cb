/// How a handler ended: what its sender is answered, and what the bot counts and logs.
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
    /// It did what it is for. `missingFieldCount` is the number of fields that the delivery should have had and lacked;
    /// deliveries that lack some are counted.
    case handled(Response = Response(), missingFieldCount: Int = 0)

    /// 200: the delivery was understood and needs nothing done. The reason is counted, logged once, and sent as text.
    case ignored(String)

    /// 503 with `Retry-After`, in seconds, rounded up, at least one: the sender shall try again then.
    case retry(after: Duration)

    /// Refused, as a thrown `Rejection` is.
    case rejected(Rejection)
}
