/// A bounded map: when it is full, the oldest entries are removed.
struct BoundedMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var values: [Key: Value] = [:]
    private var order: [Key] = []
    private let limit: Int

    /// An empty map.
    init(limit: Int) { self.limit = limit }

    subscript(_ key: Key) -> Value? {
        get { values[key] }
        set {
            guard let newValue else {
                if values.removeValue(forKey: key) != nil { order.removeAll { $0 == key } }
                return
            }
            if values.updateValue(newValue, forKey: key) == nil { order.append(key) }
            guard order.count > limit else { return }
            // Several at once, so that a full map is not moved for every insertion.
            let removed = order.prefix(max(1, limit / 8))
            for key in removed { values[key] = nil }
            order.removeFirst(removed.count)
        }
    }

    /// All keys, the oldest first.
    var keys: [Key] { order }
}
