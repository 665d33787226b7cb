internal import HarkEvents
internal import HarkPostgreSQL
internal import Synchronization

/// Wakes the bot when another machine has stored something that this one can run: at once if the server's notifications
/// are received, else at the next poll. A lost notification costs one poll.
final class NotificationListener: Sendable {
    private struct State {
        var session: PostgreSQLSession?
        /// Whether notifications are received. A pooler lets one listen, and delivers nothing.
        var areReceived = false
        /// Whether the answer to a test has not come yet.
        var isWaiting = false
    }

    /// Fires when there may be something to run.
    let wakeUps: AsyncStream<Void>
    /// The text of a test's notification, which no other machine sends.
    let test = "test \(UInt64.random(in: .min ... .max))"
    /// Fires when the server has been asked for notifications, so that a test shows whether they come.
    let begins: AsyncStream<Void>
    private let waker: AsyncStream<Void>.Continuation
    private let beginner: AsyncStream<Void>.Continuation
    private let timing: StoreConfiguration.Timing
    private let logger: Logger
    private let state = Mutex(State())

    init(_ configuration: StoreConfiguration, channel: String) throws(PostgreSQLError) {
        (wakeUps, waker) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (begins, beginner) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        timing = configuration.timing
        logger = configuration.logger
        var hooks = configuration.hooks("listener")
        let (waker, beginner) = (waker, beginner)
        hooks.connected = { connection throws(PostgreSQLError) in
            try connection.run("LISTEN \(channel)")
            // What was sent while nobody listened is lost.
            waker.yield()
            beginner.yield()
        }
        hooks.notified = { [weak self] messages in self?.receive(messages.map(\.payload)) }
        let session = try PostgreSQLSession.start(configuration.listening ?? configuration.server, hooks: hooks)
        state.withLock { $0.session = session }
    }

    /// Whether notifications are received.
    var areReceived: Bool { state.withLock { $0.areReceived } }

    /// Wakes the bot.
    func wake() { waker.yield() }

    /// Wakes the bot again and again, less often while notifications are received, and never at the same moments as
    /// other machines, until the task is cancelled.
    func poll(_ clock: BotClock) async {
        while true {
            let interval = areReceived ? timing.polling : timing.pollingWithoutNotifications
            guard (try? await clock.sleep(for: interval * Double.random(in: 0.8...1.2))) != nil else { return }
            wake()
        }
    }

    /// Notes that a test is sent. If the one before was not received, notifications are not received.
    func expect() {
        let areLost = state.withLock { state in
            defer { state.isWaiting = true }
            let areLost = state.isWaiting && state.areReceived
            if state.isWaiting { state.areReceived = false }
            return areLost
        }
        if areLost { logger.warning("PostgreSQL's notifications are not received any more; the store polls") }
    }

    /// Ends the streams.
    func end() {
        waker.finish()
        beginner.finish()
    }

    /// Closes the connection.
    func close() async { await state.withLock { $0.session }?.close() }

    private func receive(_ payloads: [String]) {
        if payloads.contains(test) {
            state.withLock { state in (state.areReceived, state.isWaiting) = (true, false) }
        }
        if payloads.contains(where: { !$0.hasPrefix("test ") }) { wake() }
    }
}

extension StoreConfiguration {
    /// Sets up the sessions of a connection that is not pooled, and writes to the log when it is lost while the store
    /// is open.
    func hooks(_ purpose: String) -> PostgreSQLSession.Hooks {
        let (logger, isOpen) = (logger, isOpen)
        let settings = SessionSettings(schema: schema, scope: .session).sql
        var hooks = PostgreSQLSession.Hooks()
        hooks.connected = { connection throws(PostgreSQLError) in
            if !connection.isPooled { try connection.script(settings) }
        }
        hooks.disconnected = { error in
            guard isOpen.value else { return }
            logger.warning(
                "no connection to PostgreSQL; the store goes on by itself",
                metadata: ["connection": "\(purpose)", "reason": "\(error)"])
        }
        return hooks
    }
}
