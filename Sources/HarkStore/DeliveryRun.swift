public import struct FoundationEssentials.Date

/// One run of a delivery: what `finish` must present, so that a run that lost its delivery changes nothing.
public struct DeliveryRun: Sendable, Hashable {
    /// The delivery.
    public var id: StoredDeliveryID
    /// Counts every start of the delivery, in all generations; grows with each one.
    public var token: Int64
    /// The number of the attempt in its generation, from 1.
    public var attempt: Int
    /// How often the delivery was replayed.
    public var generation: Int

    /// A run.
    public init(id: StoredDeliveryID, token: Int64, attempt: Int, generation: Int) {
        self.id = id
        self.token = token
        self.attempt = attempt
        self.generation = generation
    }
}

/// How many deliveries a caller can run now.
public struct ClaimLimits: Sendable, Equatable {
    /// At most so many deliveries; the store may return fewer.
    public var total: Int
    /// At most so many of them that have run before, also if that did not count as an attempt, so that fresh ones are
    /// not held up. One that was replayed and has not run since is fresh.
    public var retried: Int
    /// Whether one of them may be a suspect: one process died while it was running.
    public var acceptsSuspect: Bool
    /// Whether the caller runs nothing else, so that it can take a delivery alone that was running in two processes
    /// that died. If one is due, it alone is returned.
    public var acceptsIsolated: Bool
    /// The routes whose deliveries are left alone for now.
    public var pausedRoutes: Set<StoredRoute>

    /// Limits of a claim.
    public init(
        total: Int, retried: Int = .max, acceptsSuspect: Bool = true, acceptsIsolated: Bool = true,
        pausedRoutes: Set<StoredRoute> = []
    ) {
        self.total = total
        self.retried = retried
        self.acceptsSuspect = acceptsSuspect
        self.acceptsIsolated = acceptsIsolated
        self.pausedRoutes = pausedRoutes
    }
}

/// What `DeliveryStore.claim` found.
public struct ClaimedDeliveries: Sendable, Equatable {
    /// A delivery that the caller runs now.
    public struct Claimed: Sendable, Equatable {
        /// Its run.
        public var run: DeliveryRun
        /// The delivery.
        public var record: DeliveryRecord
        /// Its request.
        public var payload: StoredPayload

        /// A claimed delivery.
        public init(run: DeliveryRun, record: DeliveryRecord, payload: StoredPayload) {
            self.run = run
            self.record = record
            self.payload = payload
        }
    }

    /// The deliveries, now running.
    public var deliveries: [Claimed]
    /// Whether more are due that were left out, apart from those of paused routes.
    public var isMoreDue: Bool
    /// Whether one that must run alone is due and was left out.
    public var isIsolatedDue: Bool
    /// When the next ready one becomes due that is not due now, apart from those of paused routes.
    public var nextDue: Date?

    /// What was found.
    public init(
        deliveries: [Claimed] = [], isMoreDue: Bool = false, isIsolatedDue: Bool = false, nextDue: Date? = nil
    ) {
        self.deliveries = deliveries
        self.isMoreDue = isMoreDue
        self.isIsolatedDue = isIsolatedDue
        self.nextDue = nextDue
    }
}

/// How a run ended.
public enum RunEnd: Sendable, Equatable {
    /// The delivery was handled.
    case done(outcome: String)
    /// It failed and runs again at `due`. If a newer delivery waits that supersedes older ones, it is superseded
    /// instead, unless it is due now.
    case retry(due: Date, error: String)
    /// Its handler asked for another time; that does not count as an attempt. It is superseded as with `retry`.
    case postponed(due: Date, reason: String)
    /// It failed for good.
    case dead(error: String)
    /// It was cancelled.
    case cancelled(reason: String)
    /// The bot stops: it is ready again, and the run does not count as an attempt.
    case released
}
