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
