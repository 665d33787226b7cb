/// A place in the chat, named as its network names it: `#ops`, `!abc:example.org`, or a person for a direct talk. A
/// network's name in front says which network: `slack:#ops`; without one it is the bot's default network.
public struct Room: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The network; nil for the default one.
    public let network: NetworkName?

    /// The name within the network.
    public let name: String

    /// The room of that name.
    public init(_ name: String, on network: NetworkName?) {
        self.name = name
        self.network = network
    }

    /// The room as settings write it: `#ops` or `slack:#ops`.
    public init(_ text: String) {
        (network, name) = NetworkName.split(text)
    }

    public init(stringLiteral value: String) { self.init(value) }

    public var description: String { network.map { "\($0):\(name)" } ?? name }
}

/// Rooms are compared byte by byte: two names that only look alike are two rooms.
extension Room {
    public static func == (one: Room, other: Room) -> Bool {
        one.network == other.network && one.name.utf8.elementsEqual(other.name.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(network)
        hasher.combine(UntrustedText(bounded: name))
    }
}

/// A room that someone outside names, as a path or a query does: `/relay/<room>`.
extension Room: ParameterValue {
    /// Takes a name of letters with their marks, digits and `#&+!@-_.:/=~`, of at most 80 bytes of UTF-8, so that it
    /// cannot imitate what stands around it.
    public init?(parameter: String) {
        guard (1...80).contains(parameter.utf8.count), parameter.unicodeScalars.allSatisfy(Self.mayBeNamed),
            parameter.sanitized(to: 80).utf8.elementsEqual(parameter.utf8)
        else { return nil }
        self.init(parameter)
    }

    public static var parameterDescription: String {
        "a room's name of letters, digits and #&+!@-_.:/=~, of at most 80 bytes"
    }

    private static func mayBeNamed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .nonspacingMark, .spacingMark:
            !scalar.properties.isDefaultIgnorableCodePoint
        default: "#&+!@-_.:/=~".unicodeScalars.contains(scalar)
        }
    }
}

/// Someone who writes in the chat. The same identifier on another network is somebody else.
public struct Person: Sendable, Hashable, CustomStringConvertible {
    /// The network that knows them; nil for the default one.
    public let network: NetworkName?

    /// What the network knows them by; it does not change. `HARK_ADMINS` lists these.
    public let id: String

    /// What others see.
    public let displayName: String

    /// A person; without a name of their own they are shown by their identifier.
    public init(id: String, on network: NetworkName? = nil, displayName: String? = nil) {
        self.id = id
        self.network = network
        self.displayName = displayName ?? id
    }

    public var description: String { displayName }
}
