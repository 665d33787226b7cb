/// What a chat network can do, so that the host does not ask for more.
public struct NetworkCapabilities: Sendable, Hashable {
    /// A feature that not every network has.
    public enum Feature: Sendable, Hashable, CaseIterable {
        /// Threads: `OutgoingMessage.thread`.
        case threads
        /// Posting in a thread and in its room at once: `OutgoingMessage.isAlsoInRoom`.
        case threadsSeenInRoom
        /// `ChatNetwork.edit`.
        case edits
        /// `ChatNetwork.react`.
        case reactions
        /// `ChatNetwork.directRoom(of:)`.
        case directMessages
        /// Sending completes at once, as on the machine's own terminal: messages are never queued.
        case immediateSending
    }

    /// The features that the network has.
    public let features: Set<Feature>

    /// The longest message. The network itself cuts longer ones.
    public let longestText: TextLimit

    /// How fast it accepts messages in one room; nil for no limit.
    public let pace: Pace?

    /// How fast it accepts messages in all rooms together; nil for no limit. If there is such a limit, a wait that the
    /// network asks for in one room applies to all rooms.
    public let paceInAll: Pace?

    /// How long the network remembers an `OutgoingMessage.key`: a message sent twice with one key within that time
    /// appears once. Zero if it does not support keys.
    public let keyLifetime: Duration

    /// Capabilities.
    public init(
        _ features: Set<Feature> = [], longestText: TextLimit = .bytes(Message.limit), pace: Pace? = nil,
        paceInAll: Pace? = nil, keyLifetime: Duration = .zero
    ) {
        self.features = features
        self.longestText = longestText
        self.pace = pace
        self.paceInAll = paceInAll
        self.keyLifetime = keyLifetime
    }

    /// Whether the network has a feature.
    public func has(_ feature: Feature) -> Bool { features.contains(feature) }
}

/// The longest text, in the unit in which a network counts.
public enum TextLimit: Sendable, Hashable {
    /// Bytes of UTF-8.
    case bytes(Int)
    /// Unicode scalars.
    case scalars(Int)
    /// UTF-16 code units.
    case utf16(Int)

    /// The limit, in its own unit.
    public var limit: Int {
        switch self {
        case .bytes(let limit), .scalars(let limit), .utf16(let limit): limit
        }
    }

    /// The length of a text, in the same unit.
    public func count(_ text: String) -> Int {
        switch self {
        case .bytes: text.utf8.count
        case .scalars: text.unicodeScalars.count
        case .utf16: text.utf16.count
        }
    }
}

extension ChatText {
    /// The text in the network's markup, cut so that the result is within a limit, never inside a character, a link or
    /// a person, and `withoutControls`.
    /// - Parameters:
    ///   - longest: the limit of the result.
    ///   - render: writes one span in the network's markup. A shorter text must not get a longer result.
    /// - Returns: what is sent; a space instead of an empty text, which no network accepts.
    public func rendered(within longest: TextLimit, _ render: (Span) -> String) -> String {
        // Markup and escapes make a text longer by an amount that depends on its content, so the longest cut that fits
        // is found by binary search.
        let text = withoutControls
        var (fitting, tooMany) = (0, text.plain.utf8.count + 1)
        var best = ""
        var room = tooMany - 1
        while fitting < room {
            let rendered = text.clipped(to: room).spans.map(render).joined()
            if longest.count(rendered) <= longest.limit {
                (fitting, best) = (room, rendered)
            } else {
                tooMany = room
            }
            room = fitting + (tooMany - fitting) / 2
        }
        return best.isEmpty ? " " : best
    }
}
