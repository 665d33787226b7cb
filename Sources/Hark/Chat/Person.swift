/// Someone who writes in the chat.
public struct Person: Sendable, Hashable, CustomStringConvertible {
    /// What the network knows them by; it does not change. `HARK_ADMINS` lists these.
    public let id: String

    /// What others see.
    public let displayName: String

    /// A person; without a name of their own they are shown by their identifier.
    public init(id: String, displayName: String? = nil) {
        self.id = id
        self.displayName = displayName ?? id
    }

    public var description: String { displayName }
}
