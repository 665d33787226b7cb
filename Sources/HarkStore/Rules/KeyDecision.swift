/// What a new delivery does to the unfinished ones with its key, and what they do to it.
package struct KeyDecision: Equatable {
    /// The ready or running delivery with its key.
    package struct Active: Equatable {
        package var id: Int64
        package var isRunning: Bool
        package var due: Int64
        /// When its burst began, if it is debounced and has not run.
        package var burst: Int64?

        package init(id: Int64, isRunning: Bool, due: Int64, burst: Int64? = nil) {
            self.id = id
            self.isRunning = isRunning
            self.due = due
            self.burst = burst
        }
    }

    /// Its state.
    package var state: DeliveryState
    /// When it may run.
    package var due: Int64
    /// When its burst began, if it is debounced.
    package var burst: Int64?
    /// Whether the active delivery becomes superseded.
    package var supersedesActive = false
    /// Whether the waiting deliveries become superseded.
    package var supersedesWaiting = false

    /// Decides. Times are milliseconds.
    /// - Parameter waitingBurst: when the burst of the waiting deliveries began, if there is one.
    package init(policy: StoredKeyPolicy, active: Active?, waitingBurst: Int64?, startsNow: Bool, now: Int64) {
        due = now
        state = startsNow ? .running : .ready
        switch policy {
        case .serial:
            if active != nil { state = .waiting }
        case .first:
            if active != nil { state = .superseded }
        case .latest:
            supersede(active, now)
        case .debounced(let delay, let limit):
            supersede(active, now)
            let earlier = [supersedesActive ? active?.burst : nil, supersedesWaiting ? waitingBurst : nil]
            let began = min(earlier.compactMap(\.self).min() ?? now, now)
            burst = began
            due = max(now, min(now + delay.milliseconds, began + limit.milliseconds))
            if state == .running, due > now { state = .ready }
        }
    }

    private mutating func supersede(_ active: Active?, _ now: Int64) {
        guard let active else { return }
        supersedesWaiting = true
        if active.isRunning || active.due <= now { state = .waiting } else { supersedesActive = true }
    }
}

extension StoredKeyPolicy {
    /// Whether a newer delivery replaces an older one that has not begun.
    package var supersedesOlder: Bool {
        switch self {
        case .latest, .debounced: true
        case .serial, .first: false
        }
    }
}
