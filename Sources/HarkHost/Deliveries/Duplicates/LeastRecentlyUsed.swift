/// A bounded table: when it is full, a new key replaces the least recently used one.
///
/// Every operation takes constant time: the entries form a doubly linked list in an array, in order of use.
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

    /// An empty table for this many keys; a capacity below 1 counts as 1.
    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The value of a key, if there is one. Reading does not count as a use.
    subscript(key: Key) -> Value? { positions[key].map { entries[$0].value } }

    /// Uses a key: changes its value, or the given default if the key is new.
    mutating func update<Result>(_ key: Key, default value: Value, _ change: (inout Value) -> Result) -> Result {
        let position = positions[key] ?? insert(key, value)
        if position != newest {
            unlink(position)
            linkAsNewest(position)
        }
        return change(&entries[position].value)
    }

    /// Puts a new key into a free slot or into that of the oldest one, as the newest.
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
