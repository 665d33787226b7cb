internal import HarkStore

internal import struct FoundationEssentials.Date

/// How a handler ended, as the store records it.
struct HandlerEnd: Sendable {
    /// What the store records.
    let end: RunEnd
    /// Why the delivery was accepted but ignored.
    var ignoredReason: String?
    /// Whether the delivery lacked expected fields.
    var isIncomplete = false

    /// What a failure leads to.
    struct Attempt: Sendable {
        /// Its number in its generation, from 1.
        let number: Int
        /// Most attempts.
        let limit: Int
        /// The time of day.
        let now: Date
        /// A random number from 0 to 1.
        let chance: Double

        /// Another attempt later, or the end.
        func failure(_ error: String) -> RunEnd {
            guard number < limit else { return .dead(error: error) }
            return .retry(due: due(in: RetrySchedule.wait(after: number, chance: chance)), error: error)
        }

        /// The same delivery later, because its handler asked for that.
        func postponed(by wait: Duration, _ reason: String) -> RunEnd {
            .postponed(due: due(in: RetrySchedule.postponement(wait)), reason: reason)
        }

        private func due(in wait: Duration) -> Date { now.addingTimeInterval(wait / .seconds(1)) }
    }

    /// The end that a handler returned.
    init(_ outcome: HandlerOutcome, _ attempt: Attempt) {
        switch outcome {
        case .handled(let response, let missingFieldCount):
            let text = response.preview(limit: 256)
            guard response.status.code < 400 else {
                let reason = text.isEmpty ? nil : text
                self.init(Rejection(response.status, reason, headers: response.headers), attempt)
                return
            }
            let missing =
                switch missingFieldCount {
                case ...0: ""
                case 1: ", 1 expected field was missing"
                default: ", \(missingFieldCount) expected fields were missing"
                }
            self.init(end: .done(outcome: (text.isEmpty ? response.status.reasonPhrase : text) + missing))
            isIncomplete = missingFieldCount > 0
        case .ignored(let reason):
            self.init(end: .done(outcome: "ignored: \(reason)"))
            ignoredReason = reason
        case .retry(let wait):
            self.init(end: attempt.postponed(by: wait, "its handler asked for another time"))
        case .rejected(let rejection):
            self.init(rejection, attempt)
        }
    }

    /// The end of a handler that refused the delivery: 429, 503 and any refusal with `Retry-After` postpone it, another
    /// 5xx is a failure, and any other status is the end.
    init(_ rejection: Rejection, _ attempt: Attempt) {
        let reason = "\(rejection.status.code) \(rejection.reason)"
        let wait = rejection.headers[.retryAfter].flatMap { Int($0) }.map { Duration.seconds($0) }
        switch rejection.status.code {
        case 429, 503: self.init(end: attempt.postponed(by: wait ?? .seconds(30), reason))
        case _ where wait != nil: self.init(end: attempt.postponed(by: wait ?? .zero, reason))
        case 500...: self.init(end: attempt.failure(reason))
        default: self.init(end: .dead(error: reason))
        }
    }

    /// The end of a handler that threw.
    init(_ error: any Error, _ attempt: Attempt) {
        switch error {
        case let rejection as Rejection:
            self.init(rejection, attempt)
        case is InactivePlugin:
            self.init(end: attempt.postponed(by: .seconds(60), "its plugin is not active"))
        case let mismatch as ParameterMismatch:
            self.init(end: .dead(error: "a value in its path is not \(mismatch.expected)"))
        case let unusable as UnusableDelivery:
            self.init(end: .dead(error: unusable.description))
        default:
            self.init(end: attempt.failure("\(error)"))
        }
    }

    /// The end of a handler that was cancelled.
    init(_ reason: Cancellation.Reason, _ attempt: Attempt, limit: Duration) {
        switch reason {
        case .timeLimit: self.init(end: attempt.failure("it took longer than \(limit.settingText)"))
        case .shutdown: self.init(end: .released)
        case .request(let reason): self.init(end: .cancelled(reason: reason))
        }
    }

    private init(end: RunEnd) { self.end = end }
}

/// A stored delivery that this bot cannot handle.
struct UnusableDelivery: Error, CustomStringConvertible {
    let description: String

    init(_ reason: String) { description = reason }
}

/// The plugin of a stored delivery is not active now.
struct InactivePlugin: Error {}
