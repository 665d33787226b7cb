internal import HarkStore
private import Synchronization

/// A stored delivery with its handler.
struct DeliveryJob: Sendable {
    /// How deliveries of its route are handled.
    let handler: DeliveryHandler
    /// The identifier of its request.
    let requestID: String
    /// The plugin's method, with the decoded body.
    let call: EndpointCall
}

/// A delivery whose handler runs, or whose end is being stored.
struct RunningDelivery: Sendable {
    /// The run in the store.
    let run: DeliveryRun
    /// Its handler.
    let job: DeliveryJob
    /// Whether it is stored with a key. The job may have another one, or none: an update of the bot can change a route.
    let hasKey: Bool
    /// How many processes died while it was running.
    let crashes: Int
    /// When its handler is cancelled.
    let deadline: ContinuousClock.Instant
    /// Cancels its handler.
    let cancellation: Cancellation
    /// Whether its handler has ended, so that only the store is waited for.
    var hasEnded = false

    /// Whether it has run before, also if that did not count as an attempt.
    var isRetried: Bool { run.token > 1 }
}

/// A run that has ended.
struct EndedRun: Sendable {
    /// The run in the store.
    let run: DeliveryRun
    /// The route of its delivery.
    let route: StoredRoute
    /// The identifier of its request.
    let requestID: String
    /// How it ended.
    let end: RunEnd
    /// Whether another delivery may have waited for it.
    let hasKey: Bool
    /// Counts the deliveries of its route.
    let counters: DeliveryCounters
}

/// Cancels the task of a delivery, once it exists, and knows why.
final class Cancellation: Sendable {
    enum Reason: Sendable, Equatable {
        /// The handler took too long.
        case timeLimit
        /// The bot stops.
        case shutdown
        /// A person or a newer delivery wants it to end.
        case request(String)

        /// A newer delivery with the same key arrived.
        static let newerDelivery = Reason.request("a newer delivery with its key arrived")
    }

    private struct State {
        var task: Task<Void, Never>?
        var reason: Reason?
    }

    private let state = Mutex(State())

    /// Why the task was cancelled; nil if it was not.
    var reason: Reason? { state.withLock { $0.reason } }

    /// The task.
    func setTask(_ task: Task<Void, Never>) {
        let isCancelled = state.withLock { state in
            state.task = task
            return state.reason != nil
        }
        if isCancelled { task.cancel() }
    }

    /// Cancels the task; only the first reason counts.
    func cancel(_ reason: Reason) {
        state.withLock { state in
            state.reason = state.reason ?? reason
            return state.task
        }?.cancel()
    }
}
