import HarkEvents
import Synchronization

/// Detects that Slack has revoked the bot's token while the connection, which uses another token, still works: a
/// message refused for its token requests a check, which the running network makes.
final class RevocationCheck: Sendable {
    /// The shortest time between two checks.
    private static let pause = Duration.seconds(60)

    private struct State {
        /// Wakes the check while the network runs.
        var requests: AsyncStream<Void>.Continuation?
        /// Whether a check was requested while it did not.
        var isRequested = false
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
    func request() {
        state.withLock { state in
            if let requests = state.requests { requests.yield() } else { state.isRequested = true }
        }
    }

    /// Runs an operation as long as the token is accepted; it is cancelled when it is not.
    /// - Throws: what `body` throws, or the `ChatError.unauthorized` from Slack.
    func whileAccepted(_ body: @escaping @Sendable () async throws -> Void) async throws {
        // A stream whose reader was cancelled ends, and the network may run again.
        let (requests, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        state.withLock { state in
            state.requests = continuation
            if state.isRequested { continuation.yield() }
            state.isRequested = false
        }
        defer { state.withLock { $0.requests = nil } }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask {
                for await _ in requests {
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
