import Hark

/// Notices that Slack does not accept the bot's token any more while the connection, which has another token, stands: a
/// message that is refused so raises a doubt, and whoever runs the network asks.
final class TokenDoubts: Sendable {
    /// Slack is asked no more often than this.
    private static let pause = Duration.seconds(60)

    private let doubts: AsyncStream<Void>
    private let raised: AsyncStream<Void>.Continuation

    private let clock: BotClock
    private let ask: @Sendable () async throws -> Void

    /// - Parameter ask: asks Slack about the token.
    init(_ clock: BotClock, ask: @escaping @Sendable () async throws -> Void) {
        self.clock = clock
        self.ask = ask
        (doubts, raised) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes that a message was refused for its token.
    func raise() { raised.yield() }

    /// Does something as long as the token is accepted; it is cancelled when it is not.
    /// - Throws: what `body` throws, or the `ChatError.unauthorized` with which Slack answers.
    func whileAccepted(_ body: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in self.doubts {
                    do { try await self.ask() } catch let error as ChatError where error.kind == .unauthorized {
                        throw error
                    } catch {
                        // Nothing is known of the token now; the message is tried again, and refused again.
                    }
                    try await self.clock.sleep(for: Self.pause)
                }
            }
            group.addTask { try await body() }
            for try await _ in group {}
        }
    }
}
