/// A place in the chat, named as its network names it: `#ops`, `!abc:example.org`, or a person for a direct talk.
public struct Room: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The name.
    public let name: String

    /// The room of that name.
    public init(_ name: String) { self.name = name }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { name }
}
