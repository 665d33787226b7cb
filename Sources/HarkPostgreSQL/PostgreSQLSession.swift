private import Synchronization
private import SystemThreads

/// A connection that is made again when it is lost, and the thread that uses it.
///
/// Jobs run one after the other. While there is no connection they wait for a short time, then they fail at once; the
/// thread goes on trying to connect, with growing waits.
public final class PostgreSQLSession: Sendable {
    /// What the thread calls.
    public struct Hooks: Sendable {
        /// Prepares a new connection. If it throws, the connection is not used.
        public var connected: @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Void = { _ in }
        /// Takes the notifications that came while no job ran.
        public var notified: @Sendable ([PostgreSQLNotification]) -> Void = { _ in }
        /// Is told of each loss of the connection, and of the first failure to make one again.
        public var disconnected: @Sendable (PostgreSQLError) -> Void = { _ in }

        /// Hooks that do nothing.
        public init() {}
    }

    /// Takes the connection, or the reason why there is none.
    /// - Returns: the error that ended the job, if one did.
    public typealias Job = @Sendable (Result<PostgreSQLConnection, PostgreSQLError>) -> PostgreSQLError?

    private struct State {
        var jobs: [Job] = []
        var isClosing = false
        var hasEnded = false
        var waitingForEnd: [CheckedContinuation<Void, Never>] = []
    }

    private let settings: ConnectionSettings
    private let hooks: Hooks
    private let bell: Bell
    private let state = Mutex(State())

    /// Starts the thread, which connects at once.
    /// - Throws: a `disconnected` error if the process has no thread or file descriptor left.
    public init(_ settings: ConnectionSettings, hooks: Hooks = Hooks()) throws(PostgreSQLError) {
        guard let bell = Bell() else { throw .disconnected("The process has no file descriptor left.") }
        self.bell = bell
        self.settings = settings
        self.hooks = hooks
        guard SystemThread.start({ self.main() }) else { throw .disconnected("The system has no thread left.") }
    }

    /// Runs `body` on the thread, once.
    public func run<Value: Sendable>(
        _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
    ) async throws(PostgreSQLError) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, PostgreSQLError>, Never>) in
            perform { connection in
                let result = connection.flatMap { connection in
                    Result { () throws(PostgreSQLError) in try body(connection) }
                }
                continuation.resume(returning: result)
                return if case .failure(let error) = result { error } else { nil }
            }
        }
        return try result.get()
    }

    /// Finishes the jobs that are queued, and closes the connection. Later jobs fail.
    public func close() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                state.isClosing = true
                if !state.hasEnded { state.waitingForEnd.append(continuation) }
                return state.hasEnded
            }
            if hasEnded { continuation.resume() } else { bell.ring() }
        }
    }

    private func perform(_ job: @escaping Job) {
        let isAccepted = state.withLock { state in
            if !state.isClosing { state.jobs.append(job) }
            return !state.isClosing
        }
        if isAccepted { bell.ring() } else { _ = job(.failure(.disconnected("The connection has been closed."))) }
    }

    // MARK: The thread

    private func main() {
        var connection: PostgreSQLConnection?
        var reconnection = Reconnection()
        while true {
            if connection == nil, reconnection.isDue { connection = connect(&reconnection) }
            let (job, isClosing) = state.withLock { state in
                let isUsable = connection != nil || state.isClosing || reconnection.isHopeless
                return (state.jobs.isEmpty || !isUsable ? nil : state.jobs.removeFirst(), state.isClosing)
            }
            if let job {
                let error = job(connection.map { .success($0) } ?? .failure(reconnection.error))
                guard let used = connection, !used.isIdle || error?.kind == .disconnected else { continue }
                let reason = error ?? .disconnected("The connection was lost.")
                lose(&connection, reason, &reconnection)
            } else if isClosing {
                break
            } else {
                bell.wait(orFor: connection?.socket ?? -1, timeout: connection == nil ? reconnection.wait : nil)
                if let idle = connection { receive(idle, &connection, &reconnection) }
            }
        }
        // The connection is closed before anyone goes on.
        connection = nil
        let waiting = state.withLock { state in
            state.hasEnded = true
            defer { state.waitingForEnd = [] }
            return state.waitingForEnd
        }
        for continuation in waiting { continuation.resume() }
    }

    private func connect(_ reconnection: inout Reconnection) -> PostgreSQLConnection? {
        do {
            let connection = try PostgreSQLConnection(settings)
            try hooks.connected(connection)
            reconnection = Reconnection()
            return connection
        } catch {
            if reconnection.isFirst { hooks.disconnected(error) }
            reconnection.failed(error)
            return nil
        }
    }

    private func receive(
        _ idle: PostgreSQLConnection, _ connection: inout PostgreSQLConnection?, _ reconnection: inout Reconnection
    ) {
        do {
            let notifications = try idle.notifications()
            if !notifications.isEmpty { hooks.notified(notifications) }
        } catch { lose(&connection, error, &reconnection) }
    }

    private func lose(
        _ connection: inout PostgreSQLConnection?, _ error: PostgreSQLError, _ reconnection: inout Reconnection
    ) {
        connection = nil
        reconnection = Reconnection()
        hooks.disconnected(error)
    }
}

/// When to connect again.
struct Reconnection {
    /// For how long jobs wait for a lost connection.
    private static let patience = Duration.seconds(2)
    private static let longestWait = Duration.seconds(5)

    private let start = ContinuousClock.now
    private var next = ContinuousClock.now
    private var failures = 0
    /// Why there is no connection.
    private(set) var error = PostgreSQLError.disconnected("There is no connection yet.")

    /// Whether no try has failed.
    var isFirst: Bool { failures == 0 }

    /// Whether it is time for another try.
    var isDue: Bool { next <= .now }

    /// How long to wait for the next try.
    var wait: Duration { max(.zero, next - .now) }

    /// Whether jobs need not wait.
    var isHopeless: Bool {
        failures > 0 && (error.kind == .unauthorized || ContinuousClock.now - start > Self.patience)
    }

    mutating func failed(_ error: PostgreSQLError) {
        self.error = error
        let longest = min(Self.longestWait, .milliseconds(50) * (1 << min(failures, 10)))
        next = .now + longest * Double.random(in: 0.5...1)
        failures += 1
    }
}
