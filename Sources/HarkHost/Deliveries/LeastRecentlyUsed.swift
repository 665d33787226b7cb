/// A bounded table: when it is full, a new key takes the place of the one that was used the longest time ago.
///
/// Every operation takes constant time: the entries are a doubly linked list in an array, in the order of their last
/// use.
struct LeastRecentlyUsed<Key: Hashable, Value> {
    private struct Entry {
        var key: Key
        var value: Value
        var newer: Int?
        var older: Int?
    }

    private let capacity: Int
    private var entries: [Entry] = []
    private var positions: [Key: Int] = [:]
    private var newest: Int?
    private var oldest: Int?

    /// An empty table for so many keys; fewer than one is one.
    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The value of a key, if there is one. Looking is no use.
    subscript(key: Key) -> Value? { positions[key].map { entries[$0].value } }

    /// Uses a key: changes its value, or the given one when the key is new.
    mutating func update<Result>(_ key: Key, default value: Value, _ change: (inout Value) -> Result) -> Result {
        let position = positions[key] ?? insert(key, value)
        if position != newest {
            unlink(position)
            linkAsNewest(position)
        }
        return change(&entries[position].value)
    }

    /// Puts a new key into a free place or that of the oldest one, as the newest.
    private mutating func insert(_ key: Key, _ value: Value) -> Int {
        let position: Int
        if entries.count == capacity, let oldest {
            position = oldest
            positions[entries[position].key] = nil
            unlink(position)
            entries[position] = Entry(key: key, value: value)
        } else {
            position = entries.count
            entries.append(Entry(key: key, value: value))
        }
        positions[key] = position
        linkAsNewest(position)
        return position
    }

    private mutating func unlink(_ position: Int) {
        let (newer, older) = (entries[position].newer, entries[position].older)
        if let newer { entries[newer].older = older } else { newest = older }
        if let older { entries[older].newer = newer } else { oldest = newer }
    }

    private mutating func linkAsNewest(_ position: Int) {
        entries[position].newer = nil
        entries[position].older = newest
        if let newest { entries[newest].newer = position } else { oldest = position }
        newest = position
    }
}
