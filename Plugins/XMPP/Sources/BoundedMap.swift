/// A bounded map: only the latest entries are kept.
struct BoundedMap<Value> {
    private let limit: Int
    private var values: [String: Value] = [:]
    private var order: [String] = []

    init(limit: Int) { self.limit = limit }

    subscript(key: String) -> Value? { values[key] }

    mutating func insert(_ value: Value, for key: String) {
        if values.updateValue(value, forKey: key) == nil { order.append(key) }
        // Many at once, so that the array is rarely moved.
        if order.count >= 2 * limit {
            for key in order.prefix(limit) { values[key] = nil }
            order.removeFirst(limit)
        }
    }
}
