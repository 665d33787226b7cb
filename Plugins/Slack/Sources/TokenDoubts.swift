import HarkEvents
import Synchronization

/// Detects that Slack has revoked the bot's token while the connection, which uses another token, still works: a
/// message refused for its token raises a doubt, and the running network checks the token.
final class TokenDoubts: Sendable {
    /// The shortest time between two checks.
    private static let pause = Duration.seconds(60)

    private struct State {
        /// Wakes the check while the network runs.
        var raised: AsyncStream<Void>.Continuation?
        /// Whether a doubt was raised while it did not.
        var isRaised = false
    }

    private let state = Mutex(State())
    private let clock: BotClock
    private let ask: @Sendable () async throws -> Void

    /// - Parameter ask: checks the token with Slack.
    init(_ clock: BotClock, ask: @escaping @Sendable () async throws -> Void) {
        self.clock = clock
        self.ask = ask
    }

    /// Notes that a message was refused because of its token.
    func raise() {
        state.withLock { state in
            if let raised = state.raised { raised.yield() } else { state.isRaised = true }
        }
    }

    /// Runs an operation as long as the token is accepted; it is cancelled when it is not.
    /// - Throws: what `body` throws, or the `ChatError.unauthorized` from Slack.
    func whileAccepted(_ body: @escaping @Sendable () async throws -> Void) async throws {
        // A stream whose reader was cancelled ends, and the network may run again.
        let (doubts, raised) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.raised = raised
            if state.isRaised { raised.yield() }
            state.isRaised = false
        }
        defer { state.withLock { $0.raised = nil } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in doubts {
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
