/// The members of a JSON object: in the order written, with unique names, found by name in constant time.
///
/// Two objects are equal if they have the same members in any order (RFC 8259, 4). Names are compared byte by byte (RFC
/// 8259, 8.3), so two encodings of one Unicode text are different names.
public struct JSONObject: Sendable {
    /// One name and its value.
    public struct Member: Sendable, Hashable {
        /// The name.
        public let name: String
        /// The value.
        public var value: JSONValue

        /// A member of the given name and value.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// Up to this many members are searched one by one, which is faster than hashing.
    private static let searchedCount = 8

    private var members: [Member] = []

    /// The position of each name among the members; empty for a small object.
    private var positions: [UntrustedText: Int] = [:]

    /// An object without members.
    public init() {}

    /// An object with these members; of several with one name the last counts, in the place of the first.
    public init(_ members: [Member]) {
        if members.count > Self.searchedCount {
            self.members = members
            if indexMembers() { return }
            self = JSONObject()
        }
        for member in members { self[member.name] = member.value }
    }

    /// The value of a member, or nil if there is none. Setting a new name appends it; setting nil removes it, which
    /// takes time proportional to the number of members.
    public subscript(_ name: String) -> JSONValue? {
        get { position(of: name).map { members[$0].value } }
        set {
            switch (position(of: name), newValue) {
            case (let position?, let value?): members[position].value = value
            case (let position?, nil): remove(at: position)
            case (nil, let value?): append(Member(name, value))
            case (nil, nil): break
            }
        }
    }

    private func position(of name: String) -> Int? {
        let name = UntrustedText(bounded: name)
        return positions.isEmpty ? members.firstIndex { UntrustedText(bounded: $0.name) == name } : positions[name]
    }

    private mutating func append(_ member: Member) {
        members.append(member)
        if !positions.isEmpty {
            positions[UntrustedText(bounded: member.name)] = members.count - 1
        } else if members.count > Self.searchedCount {
            indexMembers()
        }
    }

    private mutating func remove(at position: Int) {
        members.remove(at: position)
        positions = [:]
        if members.count > Self.searchedCount { indexMembers() }
    }

    /// Builds the index of names. Returns whether they are unique.
    @discardableResult
    private mutating func indexMembers() -> Bool {
        positions.reserveCapacity(members.count)
        for position in members.indices {
            if positions.updateValue(position, forKey: UntrustedText(bounded: members[position].name)) != nil {
                return false
            }
        }
        return true
    }
}

extension JSONObject: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { members.count }
    public subscript(_ position: Int) -> Member { members[position] }
}

extension JSONObject: Hashable {
    public static func == (one: JSONObject, other: JSONObject) -> Bool {
        one.count == other.count && one.allSatisfy { other[$0.name] == $0.value }
    }

    public func hash(into hasher: inout Hasher) {
        var sum = 0
        for member in members {
            var own = Hasher()
            own.combine(UntrustedText(bounded: member.name))
            own.combine(member.value)
            sum &+= own.finalize()
        }
        hasher.combine(members.count)
        hasher.combine(sum)
    }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self.init(elements.map(Member.init))
    }
}
