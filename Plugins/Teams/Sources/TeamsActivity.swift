import HarkEvents

import struct FoundationEssentials.Date

/// A delivery of an outgoing webhook: a Bot Framework activity
/// (learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook).
struct TeamsActivity: Decodable, Sendable {
    struct Sender: Decodable {
        let name: String?
        /// The person's identifier in the directory, which does not change; nil for applications.
        let aadObjectId: String?
    }

    struct Conversation: Decodable {
        /// `19:…@thread.tacv2;messageid=…`: the channel, and the message that starts the thread.
        let id: String?
    }

    struct ChannelData: Decodable {
        let teamsChannelId: String?
    }

    let type: String?
    let id: String?
    let timestamp: Date?
    let text: String?
    let from: Sender?
    let conversation: Conversation?
    let channelData: ChannelData?

    /// A person's message to the bot, in the room that is configured for the channel, or else in one with the channel's
    /// identifier; nil for anything else.
    func message(channels: [TeamsChannel]) -> IncomingMessage? {
        guard type == "message", let id, !id.isEmpty, let person = from?.aadObjectId, !person.isEmpty,
            let text, let channel, !channel.isEmpty
        else { return nil }
        let room = channels.first { $0.id.utf8.elementsEqual(channel.utf8) }.map { "#\($0.room)" } ?? channel
        let typed = TeamsHTML.typed(text)
        let name = from?.name?.sanitized(to: 80)
        return IncomingMessage(
            typed.isEmpty ? "help" : typed,
            from: Person(id: person, displayName: name?.isEmpty == false ? name : nil),
            in: Room(named: room, on: nil), id: MessageID(id), isAddressed: true)
    }

    private var channel: String? {
        channelData?.teamsChannelId ?? conversation?.id.map { String($0.prefix { $0 != ";" }) }
    }
}
