/// A place in the chat by its network's own name: `#ops`, `!abc:example.org`, or a person for direct messages. A
/// network's name in front selects the network: `slack:#ops`; without one it is the bot's default network.
public struct Room: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The network; nil for the default one.
    public let network: NetworkName?

    /// The name within the network.
    public let name: String

    /// The room with that name, which may look like one on another network: `irc:#ops` is not split.
    /// - Parameters:
    ///   - name: the name within the network.
    ///   - network: nil for the default network.
    public init(named name: String, on network: NetworkName?) {
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

/// Rooms are compared byte by byte: names that only look the same are different rooms.
extension Room {
    public static func == (one: Room, other: Room) -> Bool {
        one.network == other.network && one.name.utf8.elementsEqual(other.name.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(network)
        hasher.combine(UntrustedText(bounded: name))
    }
}

/// A room named by an outsider, as a path or a query does: `/relay/<room>`.
extension Room: ParameterValue {
    /// Accepts letters with their combining marks, digits and `#&+!@-_.:/=~`, at most 80 bytes of UTF-8, so that a name
    /// cannot imitate the text around it.
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
