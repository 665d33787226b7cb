import HarkEvents
import Synchronization

private import struct FoundationEssentials.Date

/// Turns Slack's events into messages: each message of a person once, and none of bots.
struct SlackEvents: Sendable {
    private let directory: SlackDirectory
    private let inbox: ChatInbox
    private let clock: BotClock
    private let seen: SeenMessages
    private let commands: SlackCommands

    init(
        directory: SlackDirectory, inbox: ChatInbox, seen: SeenMessages, commands: SlackCommands, clock: BotClock
    ) {
        self.directory = directory
        self.inbox = inbox
        self.seen = seen
        self.commands = commands
        self.clock = clock
    }

    /// Handles a Socket Mode envelope.
    /// - Parameter bot: the bot's own identifier.
    func take(_ envelope: PayloadView, bot: String) async {
        switch envelope.type.asText?.verbatim {
        case "events_api": await take(event: envelope.payload.event, bot: bot)
        case "slash_commands": await take(slashCommand: envelope.payload, id: envelope.envelope_id)
        default: break
        }
    }

    private func take(event: PayloadView, bot: String) async {
        let type = event.type.asText?.verbatim
        if type == "channel_rename" || type == "group_rename", let channel = event.channel.id.asText?.verbatim,
            let name = event.channel.name.asText?.verbatim
        {
            return directory.learn(channel, name: name)
        }
        guard type == "message" || type == "app_mention",
            let channel = event.channel.asText?.verbatim, let user = event.user.asText?.verbatim,
            let time = event.ts.asText?.verbatim, let text = event.text.asText?.verbatim
        else { return }
        // An edit, a deletion and a join have a subtype; so has a person's reply that is shown in the channel too.
        let subtype = event.subtype.asText?.verbatim
        guard subtype == nil || subtype == "thread_broadcast" || subtype == "file_share", !event.bot_id.exists,
            user != bot, isRecent(time), seen.insert("\(channel) \(time)")
        else { return }
        let thread = event.thread_ts.asText.map { MessageID($0.verbatim) }
        let isDirect = event.channel_type.asText?.verbatim == "im" || channel.hasPrefix("D")
        let addressed = SlackText.afterMention(of: bot, in: text)
        await receive(
            SlackText.typed(addressed ?? text), from: user, in: channel, thread: thread, id: MessageID(time),
            isAddressed: addressed != nil, isDirect: isDirect)
    }

    private func take(slashCommand: PayloadView, id: PayloadView) async {
        guard let channel = slashCommand.channel_id.asText?.verbatim,
            let user = slashCommand.user_id.asText?.verbatim, let envelope = id.asText?.verbatim, seen.insert(envelope)
        else { return }
        let text = slashCommand.text.asText?.verbatim ?? "help"
        let id = commands.insert(envelope, answeredAt: slashCommand.response_url.asText?.verbatim)
        await receive(
            SlackText.typed(text), from: user, in: channel, thread: nil, id: id, isAddressed: true,
            isDirect: channel.hasPrefix("D"))
    }

    private func receive(
        _ text: String, from user: String, in channel: String, thread: MessageID?, id: MessageID?, isAddressed: Bool,
        isDirect: Bool
    ) async {
        let sender = Person(id: user, displayName: await directory.displayName(of: user))
        let room = Room(named: await directory.name(ofChannel: channel), on: nil)
        await inbox.receive(
            IncomingMessage(
                text, from: sender, in: room, thread: thread, id: id, isAddressed: isAddressed, isDirect: isDirect))
    }

    /// Whether a message is recent; its timestamp is in seconds since 1970, with a fraction.
    private func isRecent(_ time: String) -> Bool {
        Double(time).map { clock.isRecent(Date(timeIntervalSince1970: $0)) } ?? false
    }
}

/// The messages that were handled, to ignore repetitions: a mention is reported as a message too.
final class SeenMessages: Sendable {
    private let messages = Mutex(BoundedSet<String>(limit: 2000))

    /// Whether it is new.
    func insert(_ message: String) -> Bool { messages.withLock { $0.insert(message) } }
}
