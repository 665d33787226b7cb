/// A dictionary from byte strings to numbers that can be searched with a slice of a path, without copying it.
///
/// Only rules add keys, so a request cannot cause collisions: a simple hash (FNV-1a) is enough.
struct LiteralTable {
    private struct Entry {
        let hash: UInt64
        let key: Range<Int>
        let value: Int
    }

    /// All keys, concatenated.
    private var keys: [UInt8] = []
    private var entries: [Entry] = []
    /// Positions in `entries` by hash, -1 for free slots; the size is a power of two, and at most half of the slots are
    /// used.
    private var slots: [Int] = []

    /// The value of a key, or nil.
    func value(for key: Span<UInt8>) -> Int? {
        guard !entries.isEmpty else { return nil }
        let hash = Self.hash(of: key)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] >= 0 {
            let entry = entries[slots[slot]]
            if entry.hash == hash, isKey(of: entry, equalTo: key) { return entry.value }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a new key.
    mutating func insert(_ key: [UInt8], value: Int) {
        let entry = Entry(hash: Self.hash(of: key.span), key: keys.count..<keys.count + key.count, value: value)
        keys += key
        entries.append(entry)
        if entries.count * 2 > slots.count {
            slots = Array(repeating: -1, count: max(4, slots.count * 2))
            for index in entries.indices { place(index) }
        } else {
            place(entries.count - 1)
        }
    }

    private mutating func place(_ index: Int) {
        var slot = Int(truncatingIfNeeded: entries[index].hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = index
    }

    private func isKey(of entry: Entry, equalTo key: Span<UInt8>) -> Bool {
        guard entry.key.count == key.count else { return false }
        for index in key.indices where keys[entry.key.lowerBound + index] != key[index] { return false }
        return true
    }

    private static func hash(of key: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for index in key.indices { hash = (hash ^ UInt64(key[index])) &* 0x0000_0100_0000_01b3 }
        return hash ^ hash >> 32
    }
}
