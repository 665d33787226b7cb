import HarkEvents
import Synchronization

/// Knows who is a bot: messages do not say it.
final class ZulipPeople: Sendable {
    /// What is known of somebody.
    private enum Knowledge {
        case isBot(Bool)
        /// The server does not say it; it is asked again then.
        case nothing(until: ContinuousClock.Instant)
    }

    private static let most = 5000

    /// How long the server is not asked again about somebody of whom it says nothing.
    private static let pause = Duration.seconds(60)

    private let api: ZulipAPI
    private let clock: BotClock
    private let logger: Logger
    private let known = Mutex<[Int: Knowledge]>([:])

    init(_ api: ZulipAPI, clock: BotClock, logger: Logger) {
        self.api = api
        self.clock = clock
        self.logger = logger
    }

    /// Whether somebody is a bot, or may be one: the server does not say it of its own bots, which belong to no
    /// organization, nor of people whom the bot may not see.
    /// - Throws: why it cannot be found out now.
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
                "Zulip does not say whether somebody is a bot: their commands are not heard meanwhile",
                metadata: ["user": "\(number)", "reason": "\(reason)"])
        }
        note(.nothing(until: clock.steady + Self.pause), of: number)
        return true
    }

    private func note(_ knowledge: Knowledge, of number: Int) {
        known.withLock { known in
            if known.count >= Self.most { known.removeAll() }
            known[number] = knowledge
        }
    }
}
