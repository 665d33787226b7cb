package import HarkStore

package import struct FoundationEssentials.Date

/// What people do with stored deliveries: the chat commands, the control socket of a running bot, and the command line
/// without a bot use the same.
package struct DeliveryOperations: Sendable {
    /// What became of a delivery that a person wanted to change.
    package struct Change: Sendable, Equatable {
        /// Whether it was changed, or will be.
        package let isMade: Bool
        /// What became of it, as a sentence that begins with its identifier.
        package let sentence: String

        init(_ isMade: Bool, _ sentence: String) {
            self.isMade = isMade
            self.sentence = sentence
        }
    }

    /// How many deliveries are read at a time.
    private static let page = 500

    /// The store.
    package let store: any DeliveryStore
    let clock: BotClock
    /// Runs what is ready; nil without a running bot.
    private let queue: DeliveryQueue?

    /// Operations on a store that no bot uses.
    package init(_ store: any DeliveryStore, clock: BotClock = .system) {
        self.store = store
        self.clock = clock
        queue = nil
    }

    /// Operations on the store of a running bot.
    fileprivate init(_ store: any DeliveryStore, _ queue: DeliveryQueue) {
        self.store = store
        self.queue = queue
        clock = queue.clock
    }

    /// The newest delivery whose identifier is or begins with a text.
    /// - Throws: `Rejection`, 404 if there is none and 409 if several begin with it; `StoreError`.
    package func find(_ id: String) async throws -> DeliveryRecord {
        let shown = id.scalars(upTo: 64)
        let found = try await store.deliveries(DeliveryQuery(requestIDPrefix: id, limit: Self.page))
        if let exact = found.first(where: { $0.requestID.hasSameBytes(as: id) }) { return exact }
        guard !id.isEmpty, let newest = found.first else {
            throw Rejection(.notFound, "There is no stored delivery “\(shown)”.")
        }
        guard found.allSatisfy({ $0.requestID == newest.requestID }) else {
            throw Rejection(.conflict, "Several deliveries begin with “\(shown)”: write more of it.")
        }
        return newest
    }

    /// The deliveries that are dead or quarantined, the oldest first.
    /// - Parameters:
    ///   - plugin: of this plugin; nil for all.
    ///   - since: received at this time or later; nil for any time.
    package func dead(plugin: String?, since: Date?) async throws(StoreError) -> [StoredDeliveryID] {
        var query = DeliveryQuery(plugin: plugin, states: [.dead, .quarantined], since: since, limit: Self.page)
        var found: [StoredDeliveryID] = []
        while true {
            let page = try await store.deliveries(query)
            found += page.map(\.id)
            guard page.count == query.limit, let last = page.last else { return found.reversed() }
            query.before = last.id
        }
    }

    /// Handles a delivery again.
    /// - Parameter note: who wants it.
    package func replay(_ record: DeliveryRecord, note: String) async throws(StoreError) -> Change {
        let before = try await store.replay(record.id, due: nil, note: note)
        queue?.wake()
        return .replay(of: record.requestID, in: before)
    }

    /// Handles deliveries again, in this order and ten a second, so that fresh ones are not held up.
    /// - Parameter note: who wants it.
    /// - Returns: how many are handled again.
    package func replay(_ ids: [StoredDeliveryID], note: String) async throws(StoreError) -> Int {
        var count = 0
        for id in ids {
            let due = clock.now.addingTimeInterval(Double(count) / 10)
            if Change.replay(of: "", in: try await store.replay(id, due: due, note: note)).isMade { count += 1 }
        }
        queue?.wake()
        return count
    }

    /// Cancels a delivery that is not finished. If it is running, its handler is cancelled.
    /// - Parameter note: who wants it.
    package func cancel(_ record: DeliveryRecord, note: String) async throws(StoreError) -> Change {
        let before = try await store.cancel(record.id, note: note)
        if before == .running, queue?.cancelRunning(record.id, because: note) != true {
            return Change(false, "\(record.requestID) is running on another machine.")
        }
        let change = Change.cancellation(of: record.requestID, in: before)
        // The handler of a running one counts the end itself.
        if change.isMade, before != .running { queue?.counters(of: record.route).finished[.cancelled].add() }
        // The next one with its key may be ready now.
        queue?.wake()
        return change
    }
}

extension DeliveryOperations.Change {
    /// What the replay of a delivery in this state leads to; nil for one that is not stored any more.
    package static func replay(of id: String, in state: DeliveryState?) -> Self {
        switch state {
        case .ready, .waiting, .done, .superseded, .cancelled, .dead, .quarantined:
            Self(true, "\(id) is handled again.")
        case .running: Self(false, "\(id) is running now.")
        case .homeless: Self(false, "\(id) has no route in this bot.")
        case nil: Self(false, "\(id) cannot be handled again: its request is not stored any more.")
        }
    }

    /// What the cancellation of a delivery in this state leads to; nil for one that is not stored any more.
    package static func cancellation(of id: String, in state: DeliveryState?) -> Self {
        switch state {
        case .ready, .waiting, .homeless: Self(true, "\(id) is cancelled.")
        case .running: Self(true, "\(id) is being cancelled.")
        case nil: Self(false, "\(id) is not stored any more.")
        case let state?: Self(false, "\(id) is \(state.rawValue) already.")
        }
    }
}

extension DeliveryQueue {
    /// What people do with the stored deliveries; nil before `open` and after `close`.
    package var operations: DeliveryOperations? { store.map { DeliveryOperations($0, self) } }
}
