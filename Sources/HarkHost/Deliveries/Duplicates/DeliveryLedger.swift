private import HarkTLS
private import Synchronization

/// Remembers which deliveries of a route were handled or are being handled, so that none is handled twice. It forgets
/// the oldest finished ones beyond its capacity, and all of them when the process ends.
final class DeliveryLedger: Sendable {
    /// The state of a delivery that has just arrived.
    enum Entry {
        /// It is new: the caller handles it, and calls `close`. The record contains what earlier attempts announced.
        case new(AnnouncementRecord)
        /// It is being handled.
        case running
        /// It has been handled.
        case finished
    }

    /// Most finished deliveries that are remembered, about 100 bytes each.
    static let defaultBound = 10_000

    /// Most failed deliveries that are remembered.
    static let failureBound = 1000

    private let state: Mutex<State>

    /// A ledger with this capacity for finished deliveries.
    init(bound: Int = defaultBound) { state = Mutex(State(finished: LeastRecentlyUsed(capacity: bound))) }

    /// Looks up a delivery by its path and identifier; a new one is marked as running.
    func open(_ key: Key, at now: ContinuousClock.Instant) -> Entry {
        state.withLock { $0.open(key, at: now) }
    }

    /// Records the result of a new delivery. A failed one may run again.
    func close(_ key: Key, succeeded: Bool, rememberedFor memory: Duration, at now: ContinuousClock.Instant) {
        state.withLock { state in
            let record = state.running.removeValue(forKey: key)
            if let record, !succeeded, record.keep() {
                state.failed.update(key, default: record) { $0 = record }
            }
            if succeeded { state.finished.update(key, default: now + memory) { $0 = now + memory } }
        }
    }

    /// A hash of the values in the path and the identifier: senders choose them, and they may have any length.
    struct Key: Hashable {
        private let digest: UInt128

        init(path texts: [String], id: String) {
            var bytes: [UInt8] = []
            for text in texts { bytes += "\(text.utf8.count) \(text)".utf8 }
            bytes += ";\(id)".utf8
            digest = HashAlgorithm.sha256.shortDigest(of: bytes)
        }

        /// A number that identifies the delivery among those of all routes, also after a restart.
        func duplicateKey(at endpoint: Endpoint) -> UInt128 {
            HashAlgorithm.sha256.shortDigest(of: Array("\(endpoint.plugin) \(endpoint.label) \(digest)".utf8))
        }
    }

    private struct State {
        var running: [Key: AnnouncementRecord] = [:]
        /// What failed attempts announced.
        var failed = LeastRecentlyUsed<Key, AnnouncementRecord>(capacity: DeliveryLedger.failureBound)
        /// When each finished delivery is forgotten.
        var finished: LeastRecentlyUsed<Key, ContinuousClock.Instant>

        mutating func open(_ key: Key, at now: ContinuousClock.Instant) -> Entry {
            if let end = finished[key], now < end { return .finished }
            guard running[key] == nil else { return .running }
            let record = failed[key] ?? AnnouncementRecord()
            running[key] = record
            return .new(record)
        }
    }
}
