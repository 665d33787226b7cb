import HarkEvents
import Synchronization

/// The slash commands that can still be answered where the bot is not a member: each through its own response URL, five
/// times within 30 minutes (docs.slack.dev/interactivity/handling-user-interaction#message_responses).
final class SlackCommands: Sendable {
    private struct Command {
        let url: String
        let end: ContinuousClock.Instant
        var answerCount = 0
    }

    private static let time = Duration.seconds(1800)
    private static let mostAnswers = 5

    /// The prefix of an envelope's identifier, which distinguishes it from that of a message.
    private static let prefix = "slash:"

    private let clock: BotClock
    private let commands = Mutex(BoundedMap<MessageID, Command>(limit: 1000))

    init(clock: BotClock) { self.clock = clock }

    /// Stores the response URL of a command.
    /// - Returns: the command's identifier for the host.
    func insert(_ envelope: String, answeredAt url: String?) -> MessageID {
        let id = MessageID(Self.prefix + envelope)
        guard let url else { return id }
        let command = Command(url: url, end: clock.steady + Self.time)
        commands.withLock { $0[id] = command }
        return id
    }

    /// The response URL of a command; nil if it has expired. Counts as an answer.
    func url(toAnswer id: MessageID) -> String? {
        let now = clock.steady
        return commands.withLock { commands in
            guard let command = commands[id], now < command.end, command.answerCount < Self.mostAnswers else {
                return nil
            }
            commands[id]?.answerCount += 1
            return command.url
        }
    }

    /// Whether this identifies a slash command, and not a message.
    static func isCommand(_ id: MessageID) -> Bool { id.text.hasPrefix(prefix) }
}
