/// A bounded table whose entries are forgotten after a time. When it is full, a new key replaces the oldest one.
struct ExpiringTable<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let lifetime: Duration
    private var entries: BoundedMap<Key, (value: Value, end: ContinuousClock.Instant)>

    /// An empty table.
    /// - Parameters:
    ///   - capacity: most keys.
    ///   - lifetime: how long an entry is kept.
    init(capacity: Int, lifetime: Duration) {
        entries = BoundedMap(limit: capacity)
        self.lifetime = lifetime
    }

    /// The value of a key; nil if it was not set, or too long ago.
    func value(of key: Key, at now: ContinuousClock.Instant) -> Value? {
        entries[key].flatMap { now < $0.end ? $0.value : nil }
    }

    /// Sets the value of a key.
    mutating func set(_ value: Value, for key: Key, at now: ContinuousClock.Instant) {
        entries[key] = (value, now + lifetime)
    }
}
