/// A bounded table whose entries are forgotten after a time. When it is full, a new key replaces the oldest one.
struct ExpiringTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let capacity: Int
    private let lifetime: Duration
    private var entries: [Key: (value: Value, end: ContinuousClock.Instant)] = [:]
    /// The keys in the order in which they were set, which is that of their ends.
    private var order: [Key] = []

    /// An empty table.
    /// - Parameters:
    ///   - capacity: most keys.
    ///   - lifetime: how long an entry is kept.
    init(capacity: Int, lifetime: Duration) {
        self.capacity = capacity
        self.lifetime = lifetime
    }

    /// The value of a key; nil if it was not set, or too long ago.
    func value(of key: Key, at now: ContinuousClock.Instant) -> Value? {
        entries[key].flatMap { now < $0.end ? $0.value : nil }
    }

    /// Sets the value of a key.
    mutating func set(_ value: Value, for key: Key, at now: ContinuousClock.Instant) {
        if entries[key] != nil {
            order.removeAll { $0 == key }
        } else if order.count == capacity {
            entries[order.removeFirst()] = nil
        }
        entries[key] = (value, now + lifetime)
        order.append(key)
    }
}
