private import HarkTLS
private import Synchronization

/// Remembers which deliveries of a route have been handled or are being handled, so that none is handled twice. It
/// forgets the oldest finished ones beyond its bound, and all of them when the process ends.
final class DeliveryLedger: Sendable {
    /// What is known of a delivery that has just come in.
    enum Entry {
        /// It has not been handled: it is the caller's to handle, and to `close`. The record has what earlier attempts
        /// announced.
        case new(AnnouncementRecord)
        /// It is being handled.
        case running
        /// It has been handled.
        case finished
    }

    /// Most finished deliveries that are remembered, of about 100 bytes each.
    static let defaultBound = 10_000

    /// Most deliveries whose handling failed that are remembered.
    static let failureBound = 1000

    private let state: Mutex<State>

    /// A ledger that remembers so many finished deliveries.
    init(bound: Int = defaultBound) { state = Mutex(State(finished: LeastRecentlyUsed(capacity: bound))) }

    /// Looks a delivery up by its path and identifier, and notes that it runs when it is new.
    func open(_ key: Key, at now: ContinuousClock.Instant) -> Entry {
        state.withLock { $0.open(key, at: now) }
    }

    /// Notes how a new delivery ended. One that failed may run again.
    func close(_ key: Key, succeeded: Bool, rememberedFor memory: Duration, at now: ContinuousClock.Instant) {
        state.withLock { state in
            let record = state.running.removeValue(forKey: key)
            if let record, !succeeded, record.keep() {
                state.failed.update(key, default: record) { $0 = record }
            }
            if succeeded { state.finished.update(key, default: now + memory) { $0 = now + memory } }
        }
    }

    /// The values in a path and an identifier, as a hash: they come from senders and may have any length.
    struct Key: Hashable {
        private let digest: UInt128

        init(path texts: [String], id: String) {
            var bytes: [UInt8] = []
            for text in texts { bytes += "\(text.utf8.count) \(text)".utf8 }
            bytes += ";\(id)".utf8
            digest = HashAlgorithm.sha256.digest(of: bytes).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
        }
    }

    private struct State {
        var running: [Key: AnnouncementRecord] = [:]
        /// What failed attempts have announced.
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
