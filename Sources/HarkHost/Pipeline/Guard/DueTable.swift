/// A bounded table of instants: when it is full, a new key replaces the one with the earliest instant, and among equals
/// the one that was set first.
///
/// The entries form a binary heap in an array with the earliest one first, so setting an instant takes logarithmic
/// time.
struct DueTable<Key: Hashable> {
    private struct Entry {
        let key: Key
        var due: ContinuousClock.Instant
        /// Increases with every change.
        var change: UInt64

        func precedes(_ other: Entry) -> Bool { due == other.due ? change < other.change : due < other.due }
    }

    private let capacity: Int
    private var heap: [Entry] = []
    private var positions: [Key: Int] = [:]
    private var changes: UInt64 = 0

    /// An empty table for this many keys; a capacity below 1 counts as 1.
    init(capacity: Int) { self.capacity = max(1, capacity) }

    /// The number of keys.
    var count: Int { heap.count }

    /// The instant of a key; it can be changed, but not removed.
    subscript(key: Key) -> ContinuousClock.Instant? {
        get { positions[key].map { heap[$0].due } }
        set { if let newValue { set(key, newValue) } }
    }

    private mutating func set(_ key: Key, _ due: ContinuousClock.Instant) {
        changes += 1
        let entry = Entry(key: key, due: due, change: changes)
        if let position = positions[key] {
            place(entry, at: position)
        } else if heap.count < capacity {
            heap.append(entry)
            place(entry, at: heap.count - 1)
        } else {
            positions[heap[0].key] = nil
            place(entry, at: 0)
        }
    }

    /// Replaces the entry at a position, and moves the new one to its place in the heap.
    private mutating func place(_ entry: Entry, at start: Int) {
        var position = start
        while position > 0, entry.precedes(heap[(position - 1) / 2]) {
            move(from: (position - 1) / 2, to: position)
            position = (position - 1) / 2
        }
        while let child = earlierChild(of: position), heap[child].precedes(entry) {
            move(from: child, to: position)
            position = child
        }
        heap[position] = entry
        positions[entry.key] = position
    }

    private mutating func move(from: Int, to: Int) {
        heap[to] = heap[from]
        positions[heap[to].key] = to
    }

    private func earlierChild(of position: Int) -> Int? {
        let first = 2 * position + 1
        guard first < heap.count else { return nil }
        return first + 1 < heap.count && heap[first + 1].precedes(heap[first]) ? first + 1 : first
    }
}
