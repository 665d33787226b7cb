/// What a replay does to a delivery: `DeliveryStore.replay`.
package enum ReplayDecision: Equatable {
    /// Nothing.
    case leave
    /// It becomes due now.
    case makeDue
    /// It begins a new generation.
    case restart

    /// Decides.
    package init(of state: DeliveryState) {
        switch state {
        case .running, .homeless: self = .leave
        case .ready, .waiting: self = .makeDue
        case .done, .superseded, .cancelled, .dead, .quarantined: self = .restart
        }
    }
}

/// What the repetition of a stored delivery leads to: `DeliveryStore.add`.
package enum RepetitionDecision: Equatable {
    /// It is a duplicate of that one.
    case duplicate
    /// That one is replayed.
    case replay
    /// It is a delivery of its own.
    case new

    /// Decides.
    /// - Parameters:
    ///   - state: the state of the stored delivery.
    ///   - hasRequest: whether its request is still stored.
    ///   - origin: what made the repetition.
    package init(of state: DeliveryState, hasRequest: Bool, origin: DeliveryOrigin) {
        switch state {
        case .dead, .quarantined, .cancelled:
            // A slot of a schedule runs once, whatever became of it: nobody asks for it again. And without its request
            // a delivery cannot run again.
            self = origin == .schedule ? .duplicate : hasRequest ? .replay : .new
        case .ready, .waiting, .running, .done, .superseded, .homeless: self = .duplicate
        }
    }
}

extension DeliveryState {
    /// Whether a person can cancel a delivery of this state: it has not begun.
    package var isCancellable: Bool {
        switch self {
        case .ready, .waiting, .homeless: true
        case .running, .done, .superseded, .cancelled, .dead, .quarantined: false
        }
    }

    /// The state of a delivery that begins a new generation. One with a key waits until the key is free.
    package init(restartedWithKey hasKey: Bool, isRoutePresent: Bool) {
        self = !isRoutePresent ? .homeless : hasKey ? .waiting : .ready
    }
}
