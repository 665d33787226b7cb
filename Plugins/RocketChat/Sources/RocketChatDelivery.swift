import HarkEvents

import struct FoundationEssentials.Date

/// A delivery of an outgoing webhook (docs.rocket.chat/docs/integrations).
struct RocketChatDelivery: Decodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case bot, timestamp, text, tmid, isEdited
        case channelID = "channel_id"
        case channelName = "channel_name"
        case messageID = "message_id"
        case userID = "user_id"
        case userName = "user_name"
    }

    /// Whether an integration sent it.
    let bot: Bool?
    let channelID: String?
    /// Without `#`; nil for direct messages.
    let channelName: String?
    let messageID: String?
    let timestamp: Date?
    let userID: String?
    let userName: String?
    let text: String?
    /// The message that starts its thread.
    let tmid: String?
    let isEdited: Bool?

    /// Whether it is a person's new message: not an integration's, not an edit, and recent.
    func isNewMessage(_ clock: BotClock) -> Bool {
        guard bot != true, isEdited != true, let timestamp else { return false }
        return clock.isRecent(timestamp)
    }
}
