import Hark

/// Detects that Slack has revoked the bot's token while the connection, which uses another token, still works: a
/// message refused for its token raises a doubt, and the running network checks the token.
final class TokenDoubts: Sendable {
    /// The shortest time between two checks.
    private static let pause = Duration.seconds(60)

    private let doubts: AsyncStream<Void>
    private let raised: AsyncStream<Void>.Continuation

    private let clock: BotClock
    private let ask: @Sendable () async throws -> Void

    /// - Parameter ask: checks the token with Slack.
    init(_ clock: BotClock, ask: @escaping @Sendable () async throws -> Void) {
        self.clock = clock
        self.ask = ask
        (doubts, raised) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes that a message was refused because of its token.
    func raise() { raised.yield() }

    /// Runs an operation as long as the token is accepted; it is cancelled when it is not.
    /// - Throws: what `body` throws, or the `ChatError.unauthorized` from Slack.
    func whileAccepted(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in self.doubts {
                    do { try await self.ask() } catch let error as ChatError where error.kind == .unauthorized {
                        throw error
                    } catch {
                        // The state of the token is unknown; the message is retried, and refused again.
                    }
                    try await self.clock.sleep(for: Self.pause)
                }
            }
            group.addTask { try await body() }
            for try await _ in group {}
        }
    }
}
