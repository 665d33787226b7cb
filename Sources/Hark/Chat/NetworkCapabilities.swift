/// What a chat network can do, so that the host does not ask for more.
public struct NetworkCapabilities: Sendable, Hashable {
    /// Something that not every network can do.
    public enum Feature: Sendable, Hashable, CaseIterable {
        /// Messages that belong together: `OutgoingMessage.thread`.
        case threads
        /// What is said in a thread and in its room at once: `OutgoingMessage.isAlsoInRoom`.
        case threadsSeenInRoom
        /// `ChatNetwork.edit`.
        case edits
        /// `ChatNetwork.react`.
        case reactions
        /// `ChatNetwork.directRoom(of:)`.
        case directTalks
        /// Sending ends at once, as on the machine's own terminal: nothing is ever queued for it.
        case immediateSending
    }

    /// What it can do.
    public let features: Set<Feature>

    /// Its longest message. The network itself cuts to it.
    public let longestText: TextLimit

    /// How fast it takes messages in one room; nil as fast as they come.
    public let pace: Pace?

    /// How fast it takes messages in all rooms together; nil as fast as they come. Where there is such a pace, a wait that
    /// the network asks for in one room holds for all.
    public let paceInAll: Pace?

    /// How long the network knows an `OutgoingMessage.key`: a message that is sent twice with one key within that time is
    /// said once. Zero where it knows none.
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

    /// Whether it can do something.
    public func has(_ feature: Feature) -> Bool { features.contains(feature) }
}

/// A longest text, in the unit in which a network counts.
public enum TextLimit: Sendable, Hashable {
    /// Bytes of UTF-8.
    case bytes(Int)
    /// Unicode scalars (code points).
    case scalars(Int)
    /// Units of UTF-16.
    case utf16(Int)

    /// How many there may be.
    public var limit: Int {
        switch self {
        case .bytes(let limit), .scalars(let limit), .utf16(let limit): limit
        }
    }

    /// How many a text has.
    public func count(_ text: String) -> Int {
        switch self {
        case .bytes: text.utf8.count
        case .scalars: text.unicodeScalars.count
        case .utf16: text.utf16.count
        }
    }
}

extension ChatText {
    /// The text as a network writes it, cut so that the whole is within a limit, never within a character, a link or a
    /// person. Control characters but for tabs and line breaks, and those that turn the direction of a text, are left out.
    /// - Parameters:
    ///   - longest: the limit of what is returned.
    ///   - render: how one span is written. It must write a shorter text no longer.
    /// - Returns: what is sent; a space where nothing would be, which no network takes.
    public func rendered(within longest: TextLimit, _ render: (Span) -> String) -> String {
        // Markup and escapes make a text longer, by how much depends on what is in it: so the longest cut that fits is
        // looked for between nothing and everything.
        let text = ChatText(spans: spans.map(\.withoutControls))
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
