/// Finds deliveries by their duplicate keys, which are random.
///
/// Of most it keeps a quarter of the key only, in 16 bytes a delivery: who asks compares the whole key with that of the
/// row. A few recent ones are kept apart, so that the others need not be sorted for each new one.
struct DuplicateIndex {
    private struct Entry {
        let id: Int64
        /// The last quarter of the key.
        let tail: UInt32
        /// The last hour since 1970 in which repetitions are recognised.
        let lastHour: UInt32
    }

    /// So many are recent ones at least before they are sorted in among the others.
    private static let leastSorted = 1024
    /// One recent one takes as much memory as several others: so many times their number are sorted.
    private static let sortedShare = 16

    /// In the order of their tails.
    private var sorted: [Entry]
    private var recent: [UInt128: Entry] = [:]

    /// The deliveries that are stored.
    /// - Parameter known: with the times until which repetitions are recognised, in milliseconds.
    init(_ known: [(key: UInt128, id: Int64, until: Int64)] = []) {
        sorted = known.map { Entry(id: $0.id, tail: Self.tail(of: $0.key), lastHour: Self.hour($0.until)) }
        sorted.sort { $0.tail < $1.tail }
    }

    private static func tail(of key: UInt128) -> UInt32 { UInt32(truncatingIfNeeded: key) }

    private static func hour(_ milliseconds: Int64) -> UInt32 { UInt32(clamping: milliseconds / 3_600_000) }

    /// Adds a delivery.
    /// - Parameter until: the time until which repetitions are recognised, in milliseconds.
    mutating func add(_ key: UInt128, id: Int64, until: Int64) {
        recent[key] = Entry(id: id, tail: Self.tail(of: key), lastHour: Self.hour(until))
        if recent.count > max(Self.leastSorted, sorted.count / Self.sortedShare) { sortRecent() }
    }

    /// The numbers of the deliveries that may have a key, the newest first.
    func candidates(for key: UInt128) -> [Int64] {
        let tail = Self.tail(of: key)
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle].tail < tail { low = middle + 1 } else { high = middle }
        }
        var found = sorted[low...].prefix { $0.tail == tail }.map(\.id)
        if let newest = recent[key] { found.append(newest.id) }
        return found.sorted(by: >)
    }

    /// Forgets those whose repetitions were recognised until this time, in milliseconds. Some are known for up to an
    /// hour more.
    mutating func forget(until time: Int64) {
        let hour = Self.hour(time)
        sorted.removeAll { $0.lastHour < hour }
        recent = recent.filter { $0.value.lastHour >= hour }
        sortRecent()
    }

    private mutating func sortRecent() {
        sorted = sorted + recent.values.sorted { $0.tail < $1.tail }
        sorted.sort { $0.tail < $1.tail }
        recent = [:]
    }
}
