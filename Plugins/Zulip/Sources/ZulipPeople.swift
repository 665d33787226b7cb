import HarkEvents
import Synchronization

/// Knows which users are bots, because messages do not say so.
final class ZulipPeople: Sendable {
    /// What is known about a user.
    private enum Knowledge {
        case isBot(Bool)
        /// The server did not say; until when it is not asked again.
        case nothing(until: ContinuousClock.Instant)
    }

    /// How long the server is not asked again about a user whom it does not describe.
    private static let pause = Duration.seconds(60)

    private let api: ZulipAPI
    private let clock: BotClock
    private let logger: Logger
    private let known = Mutex(BoundedMap<Int, Knowledge>(limit: 5000))

    init(_ api: ZulipAPI, clock: BotClock, logger: Logger) {
        self.api = api
        self.clock = clock
        self.logger = logger
    }

    /// Whether a user is a bot, or may be one: the server does not describe its own bots, which belong to no
    /// organization, nor users whom the bot may not see.
    /// - Throws: why it cannot be determined now.
    func isBot(_ number: Int) async throws(ChatError) -> Bool {
        let earlier = known.withLock { $0[number] }
        switch earlier {
        case .isBot(let isBot)?: return isBot
        case .nothing(let end)? where clock.steady < end: return true
        default: break
        }
        var reason = "the answer holds no user"
        do throws(ChatError) {
            let user = try await api.call(.get, "/users/\(number)").user
            if user.user_id.exists {
                note(.isBot(user.is_bot.isTrue), of: number)
                return user.is_bot.isTrue
            }
        } catch {
            switch error.kind {
            case .transient, .rateLimited, .unauthorized: throw error
            default: reason = error.reason
            }
        }
        if earlier == nil {
            logger.warning(
                "Zulip does not say whether somebody is a bot: their commands are ignored meanwhile",
                metadata: ["user": "\(number)", "reason": "\(reason)"])
        }
        note(.nothing(until: clock.steady + Self.pause), of: number)
        return true
    }

    private func note(_ knowledge: Knowledge, of number: Int) {
        known.withLock { $0[number] = knowledge }
    }
}
