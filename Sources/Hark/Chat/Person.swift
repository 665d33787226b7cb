/// A person in the chat. The same identifier on another network is another person.
public struct Person: Sendable, Hashable, CustomStringConvertible {
    /// The person's network; nil for the default one.
    public let network: NetworkName?

    /// The identifier that the network gives the person; it does not change. `HARK_ADMINS` lists these.
    public let id: String

    /// The name that others see.
    public let displayName: String

    /// A person; without a display name they are shown by their identifier.
    public init(id: String, on network: NetworkName? = nil, displayName: String? = nil) {
        self.id = id
        self.network = network
        self.displayName = displayName ?? id
    }

    public var description: String { displayName }
}
