import HarkEvents

import struct FoundationEssentials.Date

/// An event that Google Chat sends to an app (developers.google.com/workspace/chat/api/reference/rest/v1/Event).
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
        /// The text after the mention of the app, or after the name of a slash command.
        let argumentText: String?
        let slashCommand: SlashCommand?
        let sender: User?
        let thread: Thread?

        /// The text for the app. A slash command without further words has no argument text.
        var words: String { argumentText ?? (slashCommand == nil ? text : nil) ?? "" }
    }

    /// Marks a message as a slash command of the app.
    struct SlashCommand: Decodable {}

    let type: String?
    let eventTime: Date?
    let space: Space?
    let message: Message?

    /// A person's message to the app; nil for anything else. The room of direct messages has the person's name,
    /// that of a space its identifier.
    var incoming: IncomingMessage? {
        guard type == "MESSAGE", let message, let id = message.name, GoogleChatText.isName(id),
            let sender = message.sender, sender.type == "HUMAN", let person = sender.name,
            GoogleChatText.isPerson(person), let space, let spaceID = space.name, GoogleChatText.isName(spaceID)
        else { return nil }
        let name = sender.displayName?.sanitized(to: 80)
        let text = String(message.words.trimming(while: \.isWhitespace))
        let thread = message.thread?.name.flatMap { GoogleChatText.isName($0) && !space.isDirect ? $0 : nil }
        return IncomingMessage(
            text.isEmpty ? "help" : text,
            from: Person(id: person, displayName: name?.isEmpty == false ? name : nil),
            in: Room(named: space.isDirect ? person : spaceID, on: nil), thread: thread.map { MessageID($0) },
            id: MessageID(id), isAddressed: true, isDirect: space.isDirect)
    }
}

extension GoogleChatEvent.Space {
    /// Its name in settings.
    var room: String? {
        guard !isDirect, let displayName, !displayName.isEmpty else { return nil }
        return "#\(displayName)"
    }
}
