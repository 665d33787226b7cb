import HarkEvents
import Synchronization

private import struct FoundationEssentials.Date

/// Turns the gateway's events into messages: each message of a person once, and none of bots.
final class DiscordEvents: Sendable {
    /// The epoch of identifiers (docs.discord.com/developers/reference#snowflakes), in seconds since 1970.
    private static let epoch = 1_420_070_400.0

    /// The types of messages with text from a person: a message, and a reply.
    private static let spokenKinds = [0, 19]

    /// Most roles of a server, and therefore of a person.
    private static let mostRoles = 250

    private let directory: DiscordDirectory
    private let inbox: ChatInbox
    private let clock: BotClock
    /// The messages that were handled, to ignore repetitions.
    private let seen = Mutex(BoundedSet<String>(limit: 1000))

    init(directory: DiscordDirectory, inbox: ChatInbox, clock: BotClock) {
        self.directory = directory
        self.inbox = inbox
        self.clock = clock
    }

    /// Handles an event.
    /// - Parameter bot: the bot's own identifier.
    func take(_ event: String, _ data: PayloadView, bot: String?) async {
        guard event == "MESSAGE_CREATE" else { return directory.take(event, data) }
        guard let bot, let id = data.id.asText?.verbatim, let channel = data.channel_id.asText?.verbatim,
            let author = data.author.id.asText?.verbatim, let text = data.content.asText?.verbatim,
            author != bot, author.isSnowflake, !data.author.bot.isTrue, !data.webhook_id.exists,
            Self.spokenKinds.contains(data.type.asInt ?? 0), isRecent(id), seen.withLock({ $0.insert(id) })
        else { return }
        let isDirect = !data.guild_id.exists
        let place = await directory.place(of: channel, with: isDirect ? author : nil)
        let addressed = DiscordText.afterMention(of: bot, in: text)
        let name = data.member.nick.or(data.author.global_name).or(data.author.username).asText?.sanitized(to: 80)
        let message = DiscordMessageID(id, thread: place.thread)
        let roles = data.member.roles.asList.prefix(Self.mostRoles).compactMap { $0.asText?.verbatim }
        await inbox.receive(
            IncomingMessage(
                DiscordText.typed(addressed ?? text) { directory.name(of: $0) },
                from: Person(id: author, displayName: name.flatMap { $0.isEmpty ? nil : $0 }),
                in: Room(named: place.room, on: nil), thread: place.thread.map { MessageID($0) }, id: message.messageID,
                isAddressed: addressed != nil, isDirect: isDirect, groups: Set(roles)))
    }

    /// Whether a message is recent; its identifier contains its time.
    private func isRecent(_ id: String) -> Bool {
        guard let number = UInt64(id) else { return false }
        return clock.isRecent(Date(timeIntervalSince1970: Self.epoch + Double(number >> 22) / 1000))
    }
}
