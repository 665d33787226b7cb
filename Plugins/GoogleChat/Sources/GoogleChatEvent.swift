import HarkEvents

import struct FoundationEssentials.Date

/// What Google Chat reports to an app (developers.google.com/workspace/chat/api/reference/rest/v1/Event).
struct GoogleChatEvent: Decodable, Sendable {
    struct Space: Decodable {
        let name: String?
        let displayName: String?
        let spaceType: String?
        let type: String?

        var isDirect: Bool { spaceType == "DIRECT_MESSAGE" || type == "DM" }
    }

    struct User: Decodable {
        let name: String?
        let displayName: String?
        let type: String?
    }

    struct Thread: Decodable {
        let name: String?
    }

    struct Message: Decodable {
        let name: String?
        let text: String?
        /// What follows the mention of the app, or the name of a slash command.
        let argumentText: String?
        let slashCommand: SlashCommand?
        let sender: User?
        let thread: Thread?

        /// What is said to the app. Without words behind it, a slash command has no argument.
        var words: String { argumentText ?? (slashCommand == nil ? text : nil) ?? "" }
    }

    /// That a message is a slash command of the app.
    struct SlashCommand: Decodable {}

    /// Older messages are history: a command in them is not run any more.
    private static let longestAge = 300.0

    let type: String?
    let eventTime: Date?
    let space: Space?
    let message: Message?

    /// Whether it is young enough.
    func isFresh(at now: Date) -> Bool {
        eventTime.map { now.timeIntervalSince1970 - $0.timeIntervalSince1970 < Self.longestAge } ?? false
    }

    /// What a person said to the app; nil for anything else. A talk of two is a room of the person's
    /// name, a space one of its identifier.
    var incoming: IncomingMessage? {
        guard type == "MESSAGE", let message, let id = message.name, GoogleChatText.isName(id),
            let sender = message.sender, sender.type == "HUMAN", let person = sender.name,
            GoogleChatText.isPerson(person), let space, let spaceID = space.name, GoogleChatText.isName(spaceID)
        else { return nil }
        let name = sender.displayName?.sanitized(to: 80)
        let text = message.words.trimmingSpace
        let thread = message.thread?.name.flatMap { GoogleChatText.isName($0) && !space.isDirect ? $0 : nil }
        return IncomingMessage(
            text.isEmpty ? "help" : text,
            from: Person(id: person, displayName: name?.isEmpty == false ? name : nil),
            in: Room(space.isDirect ? person : spaceID, on: nil), thread: thread.map { MessageID($0) },
            id: MessageID(id), isAddressed: true, isDirect: space.isDirect)
    }
}

extension GoogleChatEvent.Space {
    /// How settings name it.
    var room: String? {
        guard !isDirect, let displayName, !displayName.isEmpty else { return nil }
        return "#\(displayName)"
    }
}

extension String {
    fileprivate var trimmingSpace: String {
        let start = drop { $0.isWhitespace }
        return String(start.prefix(start.count - start.reversed().prefix { $0.isWhitespace }.count))
    }
}
