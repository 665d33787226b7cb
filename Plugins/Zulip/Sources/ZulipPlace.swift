import HarkEvents

/// A place for messages: a topic of a channel, or the direct messages of some people.
///
/// A Zulip thread is a topic, whose only identifier is its name. So the identifier of a message in this plugin is its
/// number and its topic, `1042>deploys`, and that of a thread alone is `>deploys`.
enum ZulipPlace: Sendable, Equatable {
    /// A person by number or by address.
    enum Someone: Sendable, Equatable {
        case number(Int)
        case address(String)
    }

    case channel(String, topic: String)
    case direct([Someone])

    /// Longest topic, in code points.
    static let longestTopic = 60

    /// The place of a room: `#ops`, `#ops>deploys` (`#dev \> ops` for a channel “dev > ops”), or `@101`, `@101+102` and
    /// `@ada@example.org` for direct messages.
    /// - Parameters:
    ///   - thread: the message or thread to reply to, whose topic takes precedence over the room's.
    ///   - topic: the topic for a room without one.
    /// - Throws: `ChatError.noSuchRoom` for an invalid room name.
    init(_ room: String, thread: MessageID?, topic: String) throws(ChatError) {
        if room.hasPrefix("@") {
            let text = String(room.dropFirst())
            let numbers = text.split(separator: "+", omittingEmptySubsequences: false).map { Int($0) }
            let people = numbers.compactMap { $0 }
            if people.count == numbers.count, !people.contains(where: { $0 < 1 }) {
                self = .direct(people.map { .number($0) })
                return
            }
            guard text.split(separator: "@", omittingEmptySubsequences: false).count == 2,
                text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") })
            else { throw ChatError(.noSuchRoom, "“\(room)” is not a valid address. Write @ada@example.org or @101.") }
            self = .direct([.address(text)])
            return
        }
        let (channel, own) = Self.parts(of: room.trimmingPrefix("#"))
        let name = channel.trimmed
        guard !name.isEmpty else { throw ChatError(.noSuchRoom, "“\(room)” is not a valid channel name. Write #name.") }
        let chosen = thread.flatMap { Self.topic(of: $0) } ?? (own.trimmed.isEmpty ? topic : own.trimmed)
        self = .channel(name, topic: Self.cut(chosen))
    }

    /// The fields of a request that name the place.
    var fields: [(String, String)] {
        switch self {
        case .channel(let name, let topic):
            // As JSON, so that a name of digits is not taken for a number. Servers before Zulip 9 only know the word
            // `stream`.
            [("type", "stream"), ("to", JSONValue.string(name).serialized()), ("topic", topic)]
        case .direct(let people):
            [("type", "private"), ("to", JSONValue.array(people.map(\.value)).serialized())]
        }
    }

    /// The identifier of a message here.
    func message(_ number: Int) -> MessageID {
        switch self {
        case .channel(_, let topic): MessageID("\(number)>\(topic)")
        case .direct: MessageID("\(number)")
        }
    }

    /// The thread of a topic.
    static func thread(_ topic: String) -> MessageID { MessageID(">\(topic)") }

    /// The number of a message.
    static func number(of id: MessageID) throws(ChatError) -> Int {
        guard let number = Int(id.text.prefix { $0 != ">" }), number > 0 else {
            throw ChatError(.refused, "“\(id.text.sanitized(to: 80))” is not a message of Zulip.")
        }
        return number
    }

    /// The topic of a message or a thread, which may have an empty name; nil if there is none.
    private static func topic(of id: MessageID) -> String? {
        id.text.firstIndex(of: ">").map { String(id.text[id.text.index(after: $0)...]) }
    }

    /// The room of a channel: a `>` in its name is escaped with a backslash, because it does not start a topic.
    static func room(ofChannel name: String) -> String {
        var room = "#"
        for (index, character) in zip(name.indices, name) {
            let next = name[name.index(after: index)...].first
            if character == ">" || character == "\\" && (next == ">" || next == "\\") { room.append("\\") }
            room.append(character)
        }
        return room
    }

    /// A room without its topic, if that is the default topic.
    static func name(of room: String, withoutTopic topic: String) -> String {
        guard room.hasPrefix("#") else { return room }
        let (channel, own) = parts(of: room.dropFirst())
        return !own.trimmed.isEmpty && own.trimmed == topic.trimmed ? Self.room(ofChannel: channel.trimmed) : room
    }

    /// The channel's name at the start of a room, and the topic after the first `>` without a backslash.
    private static func parts(of room: Substring) -> (channel: String, topic: String) {
        var channel = ""
        var rest = room
        while let character = rest.popFirst() {
            if character == ">" { return (channel, String(rest)) }
            if character == "\\", let next = rest.first, next == ">" || next == "\\" {
                channel.append(next)
                rest.removeFirst()
            } else {
                channel.append(character)
            }
        }
        return (channel, "")
    }

    /// A topic cut to Zulip's limit here, so that the server does not cut it.
    private static func cut(_ topic: String) -> String {
        guard topic.unicodeScalars.count > longestTopic else { return topic }
        var cut = ""
        var room = longestTopic - 1
        for character in topic {
            room -= character.unicodeScalars.count
            if room < 0 { break }
            cut.append(character)
        }
        return cut.trimmed + "…"
    }
}

extension ZulipPlace.Someone {
    fileprivate var value: JSONValue {
        switch self {
        case .number(let number): .integer(number)
        case .address(let address): .string(address)
        }
    }

    /// The person in a path of the API.
    var path: String { UntrustedText(shown).percentEncodedPath.verbatim }

    /// The person as people read it.
    var shown: String {
        switch self {
        case .number(let number): "\(number)"
        case .address(let address): address
        }
    }
}

extension String {
    /// Without white space at both ends.
    fileprivate var trimmed: String { String(trimming(while: \.isWhitespace)) }
}
