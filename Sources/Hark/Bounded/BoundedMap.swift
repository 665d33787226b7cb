/// A map for what strangers name, such as messages and rooms: when it is full, a new key replaces the one that was set
/// longest ago.
///
/// ```swift
/// var topics = BoundedMap<MessageID, String>(limit: 1000)
/// topics[message.id] = topic
/// ```
public struct BoundedMap<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private let limit: Int
    /// The values, each with the number of the assignment that set it.
    private var entries: [Key: (value: Value, number: Int)] = [:]
    /// The assignments in their order, from `first` on; those of keys that were set again or removed no longer count.
    private var assignments: [(key: Key, number: Int)] = []
    private var first = 0
    private var count = 0

    /// An empty map.
    /// - Parameter limit: most keys, at least 1.
    public init(limit: Int) { self.limit = max(1, limit) }

    /// The value of a key; nil if it was never set, was removed, or had to make room.
    public subscript(key: Key) -> Value? {
        get { entries[key]?.value }
        set {
            guard let newValue else {
                entries[key] = nil
                return
            }
            count += 1
            entries[key] = (newValue, count)
            assignments.append((key, count))
            if entries.count > limit { removeOldest() }
            if assignments.count > 2 * limit + 16 { compact() }
        }
    }

    /// The keys, that which was set longest ago first.
    public var keys: [Key] { assignments[first...].filter(isCurrent).map(\.key) }

    /// Removes the keys whose values meet a condition.
    public mutating func removeAll(where isRemoved: (Value) -> Bool) {
        for (key, entry) in entries where isRemoved(entry.value) { entries[key] = nil }
    }

    private func isCurrent(_ assignment: (key: Key, number: Int)) -> Bool {
        entries[assignment.key]?.number == assignment.number
    }

    private mutating func removeOldest() {
        while !isCurrent(assignments[first]) { first += 1 }
        entries[assignments[first].key] = nil
        first += 1
    }

    private mutating func compact() {
        assignments = assignments[first...].filter(isCurrent)
        first = 0
    }
}

/// A set for what strangers name, such as the identifiers of messages that were handled: when it is full, a new member
/// replaces the one that was inserted longest ago.
public struct BoundedSet<Member: Hashable & Sendable>: Sendable {
    private var members: BoundedMap<Member, Bool>

    /// An empty set.
    /// - Parameter limit: most members, at least 1.
    public init(limit: Int) { members = BoundedMap(limit: limit) }

    /// Inserts a member.
    /// - Returns: whether it is new.
    @discardableResult
    public mutating func insert(_ member: Member) -> Bool {
        guard members[member] == nil else { return false }
        members[member] = true
        return true
    }

    /// Whether this is a member.
    public func contains(_ member: Member) -> Bool { members[member] != nil }
}
