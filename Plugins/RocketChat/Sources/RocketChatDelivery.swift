import HarkEvents

import struct FoundationEssentials.Date

/// What an outgoing webhook delivers (docs.rocket.chat/docs/integrations).
struct RocketChatDelivery: Decodable, Sendable {
    private enum CodingKeys: String, CodingKey {
        case bot, timestamp, text, tmid, isEdited
        case channelID = "channel_id"
        case channelName = "channel_name"
        case messageID = "message_id"
        case userID = "user_id"
        case userName = "user_name"
    }

    /// Older messages are history: a command in them is not run any more.
    private static let longestAge = 300.0

    /// Whether an integration said it.
    let bot: Bool?
    let channelID: String?
    /// Without `#`; none for direct talks.
    let channelName: String?
    let messageID: String?
    let timestamp: Date?
    let userID: String?
    let userName: String?
    let text: String?
    /// The message that begins its thread.
    let tmid: String?
    let isEdited: Bool?

    /// Whether a person says it now: no integration, no change of what was said before, and nothing old.
    func isNews(at now: Date) -> Bool {
        guard bot != true, isEdited != true, let timestamp else { return false }
        return now.timeIntervalSince1970 - timestamp.timeIntervalSince1970 < Self.longestAge
    }
}
