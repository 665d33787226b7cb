/// What the end of a run makes of its delivery.
package struct RunConsequence: Equatable {
    /// The state of the delivery.
    package var state: DeliveryState
    /// When it is due again; nil to leave it as it was.
    package var due: Int64?
    /// Its outcome; nil to leave it as it was.
    package var outcome: String?
    /// Whether the run counts as an attempt.
    package var isCounted = true
    /// Whether the run is one of the failed attempts.
    package var isFailure = false

    /// The consequences of an end.
    package init(_ end: RunEnd) {
        switch end {
        case .done(let text): (state, outcome) = (.done, text)
        case .retry(let date, let error): (state, due, outcome, isFailure) = (.ready, date.milliseconds, error, true)
        case .postponed(let date, let reason):
            (state, due, outcome, isCounted) = (.ready, date.milliseconds, reason, false)
        case .dead(let error): (state, outcome, isFailure) = (.dead, error, true)
        case .cancelled(let reason): (state, outcome) = (.cancelled, reason)
        case .released: (state, isCounted) = (.ready, false)
        }
    }
}
