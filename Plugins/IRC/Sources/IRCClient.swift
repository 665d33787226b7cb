import HarkClient
import HarkEvents
import Synchronization

/// Maintains a connection to a server, and sends messages over it: the I/O around `IRCSession`.
final class IRCClient: Sendable {
    /// A connection; tests use their own.
    struct Link: Sendable {
        /// The next bytes; nil at the end.
        let read: @Sendable () async throws -> [UInt8]?
        let write: @Sendable ([UInt8]) async throws -> Void
        let close: @Sendable () -> Void
    }

    /// Longest received line, in bytes; tags alone may have 8,703.
    private static let lineLimit = 16_384
    /// Most lines that wait when the server does not read.
    private static let backlog = 2000
    private static let stableTime = Duration.seconds(300)

    typealias Answer = Result<MessageID?, ChatError>

    private struct State {
        var session: IRCSession?
        var inbox: ChatInbox?
        var output: AsyncStream<[UInt8]>.Continuation?
        var timer: (deadline: ContinuousClock.Instant, task: Task<Void, Never>)?
        /// Why there is no connection, or why the current one ends.
        var ending: ChatError?
        var waiting: [Int: (answer: CheckedContinuation<Answer, Never>, key: String?)] = [:]
        var messageCount = 0
        /// The channels to join.
        var channels: [IRCChannel]
        /// How much of each message was accepted on lost connections, by the messages' keys.
        var beginnings = BoundedMap<String, MessageProgress>(limit: 200)
        var strictTransport = StrictTransport()
    }

    /// An event for the inbox.
    private enum Event {
        case connected
        case message(IncomingMessage)
    }

    private let server: IRCServer
    private let configuration: IRCSession.Configuration
    private let connect: @Sendable (IRCServer) async throws -> Link
    private let clock: BotClock
    private let logger: Logger
    private let state: Mutex<State>

    init(
        _ server: IRCServer, _ configuration: IRCSession.Configuration, clock: BotClock, logger: Logger,
        connect: @escaping @Sendable (IRCServer) async throws -> Link
    ) {
        self.server = server
        self.configuration = configuration
        self.clock = clock
        self.logger = logger
        self.connect = connect
        state = Mutex(State(channels: configuration.channels))
    }

    /// Connects repeatedly until its task is cancelled.
    /// - Throws: `ChatError` if the server refuses the bot for a reason that only a person can change.
    func run(_ inbox: ChatInbox) async throws {
        state.withLock { state in
            if inbox.isBrief { state.channels = [] }
            for name in inbox.rooms.compactMap({ ServerFeatures.likelyChannel(of: $0.name) }) {
                if !state.channels.contains(where: { $0.name == name }) { state.channels.append(IRCChannel(name)) }
            }
        }
        let backOff = BackOff(first: .seconds(10), longest: .seconds(600), random: configuration.random)
        try await inbox.stayConnected(clock, stableTime: Self.stableTime, backOff: backOff) {
            while try await holdConnection(inbox) {}
        }
    }

    /// Sends a message, and returns once the server has accepted it.
    func send(_ message: OutgoingMessage, to target: String) async throws(ChatError) -> MessageID? {
        try await answer(key: message.key) { session, id, progress, now in
            session.send(id, message, to: target, after: progress, at: now)
        }.get()
    }

    /// Joins a channel, and returns whether others are in it.
    func visit(_ channel: String) async throws(ChatError) -> (nick: String, isEmpty: Bool) {
        _ = try await answer(key: nil) { session, id, _, now in session.visit(id, channel, at: now) }.get()
        return state.withLock { state in
            guard let session = state.session else { return (configuration.nick, false) }
            return (session.nick, session.channels[session.features.folded(channel)]?.isEmpty ?? false)
        }
    }

    /// The nick of a person who spoke lately on this connection; nil for anyone else.
    func nick(of person: Person) -> String? {
        state.withLock { $0.session?.senders.nick(of: person, at: clock.steady) }
    }

    /// Whether a target is a channel here.
    func isChannel(_ target: String) -> Bool {
        let features = state.withLock { $0.session?.features } ?? ServerFeatures()
        return features.channel(of: target) != nil
    }

    private func answer(
        key: String?, _ begin: @Sendable (inout IRCSession, Int, MessageProgress, ContinuousClock.Instant) -> Void
    ) async -> Answer {
        let id = state.withLock { state in
            state.messageCount += 1
            return state.messageCount
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    guard !Task.isCancelled, state.session != nil else {
                        let error = state.ending ?? ChatError(.transient, "The bot is not connected to IRC yet.")
                        return continuation.resume(returning: .failure(error))
                    }
                    state.waiting[id] = (continuation, key)
                    let progress = key.flatMap { state.beginnings[$0] } ?? MessageProgress()
                    // This causes no events for the inbox.
                    _ = change(&state) { begin(&$0, id, progress, clock.steady) }
                }
            }
        } onCancel: {
            state.withLock { state in
                state.session?.forget(id)
                let error = ChatError(.transient, "The message was given up.")
                state.waiting.removeValue(forKey: id)?.answer.resume(returning: .failure(error))
            }
        }
    }

    /// Makes one connection, and keeps it open.
    /// - Returns: true if a new connection with TLS should be made at once.
    private func holdConnection(_ inbox: ChatInbox) async throws -> Bool {
        let server = state.withLock { $0.strictTransport.server(insteadOf: self.server, at: clock.steady) }
        let link: Link
        do { link = try await connect(server) } catch let error as StreamError where error != .cancelled {
            let failure = ChatError(.transient, "\(error)\(server.hint(after: error))")
            state.withLock { $0.ending = failure }
            throw failure
        }
        let (output, continuation) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingOldest(Self.backlog))
        // Not cancelled, so that QUIT is sent.
        let writer = Task {
            defer { link.close() }
            for await bytes in output { try await link.write(bytes) }
        }
        begin(continuation, isSecure: server.startsWithTLS, inbox)
        var failure: (any Error)?
        do { try await read(link, inbox) } catch { failure = error }
        let ending = finish(failure, server)
        _ = await writer.result
        try Task.checkCancellation()
        if let ending { throw ending }
        return true
    }

    private func begin(_ output: AsyncStream<[UInt8]>.Continuation, isSecure: Bool, _ inbox: ChatInbox) {
        state.withLock { state in
            state.ending = nil
            state.inbox = inbox
            state.output = output
            var configuration = configuration
            configuration.leavesNick = inbox.isBrief
            state.session = IRCSession(configuration, channels: state.channels, isSecure: isSecure, at: clock.steady)
            _ = change(&state) { _ in }
        }
    }

    private func read(_ link: Link, _ inbox: ChatInbox) async throws {
        var buffer = LineBuffer(limit: Self.lineLimit)
        while let bytes = try await link.read() {
            buffer.append(bytes)
            while let line = try Self.line(&buffer) {
                let events = state.withLock { state in
                    change(&state) { $0.receive(line, at: clock.steady, clock.now) }
                }
                await deliver(events, inbox)
            }
        }
    }

    private static func line(_ buffer: inout LineBuffer) throws(ChatError) -> [UInt8]? {
        do throws(StreamError) { return try buffer.next() } catch {
            throw ChatError(.transient, "The server sent a line of more than \(lineLimit) bytes.")
        }
    }

    private func tick() async {
        let (events, inbox) = state.withLock { state in
            state.timer = nil
            return (change(&state) { $0.tick(clock.steady) }, state.inbox)
        }
        if let inbox { await deliver(events, inbox) }
    }

    private func deliver(_ events: [Event], _ inbox: ChatInbox) async {
        for event in events {
            switch event {
            case .connected: inbox.report(.connected)
            case .message(let message): await inbox.receive(message)
            }
        }
    }

    /// Ends the session.
    /// - Returns: why it ended; nil if the server requires a TLS connection.
    private func finish(_ failure: (any Error)?, _ server: IRCServer) -> ChatError? {
        state.withLock { state in
            let isUpgrade = state.ending == nil && !server.startsWithTLS && state.strictTransport.port != nil
            let ending =
                state.ending
                ?? ChatError(.transient, failure.map { "\($0)" } ?? "The server closed the connection.")
            state.ending = ending
            _ = change(&state) { session in
                session.quit()
                session.finish(ChatError(.transient, "The connection to IRC was lost: \(ending.reason)"))
            }
            if let session = state.session { keep(session, &state) }
            state.session = nil
            state.output?.finish()
            state.output = nil
            state.timer?.task.cancel()
            state.timer = nil
            return isUpgrade ? nil : ending
        }
    }

    /// Keeps the state that the next connection needs: the channels, and whether TLS is required.
    private func keep(_ session: IRCSession, _ state: inout State) {
        for entry in session.channels.entries.values {
            if case .inside = entry.presence.state, !state.channels.contains(where: { $0.name == entry.name }) {
                state.channels.append(IRCChannel(entry.name, key: entry.key))
            }
        }
        guard !server.startsWithTLS, let duration = session.registration.strictDuration else { return }
        state.strictTransport.keep(for: duration, at: clock.steady)
    }

    /// Changes the session, and performs the resulting actions.
    private func change(_ state: inout State, _ body: (inout IRCSession) -> Void) -> [Event] {
        // Moved out, so that it is changed in place.
        guard var session = state.session.take() else { return [] }
        body(&session)
        let actions = session.takeActions()
        state.session = session
        var events: [Event] = []
        for action in actions { perform(action, &state, &events) }
        schedule(&state)
        return events
    }

    private func perform(_ action: IRCSession.Action, _ state: inout State, _ events: inout [Event]) {
        switch action {
        case .write(let bytes):
            guard case .dropped? = state.output?.yield(bytes) else { return }
            state.ending = state.ending ?? ChatError(.transient, "The server does not read what the bot sends.")
            state.output?.finish()
        case .connected: events.append(.connected)
        case .receive(let message): events.append(.message(message))
        case .settle(let id, let result, let progress):
            guard let waiting = state.waiting.removeValue(forKey: id) else { return }
            let isUnfinished = !result.isSuccess && progress.lines > 0
            if let key = waiting.key { state.beginnings[key] = isUnfinished ? progress : nil }
            waiting.answer.resume(returning: result)
        case .log(let level, let text): logger.log(level: level, "\(text)")
        case .secure(let port):
            state.strictTransport.port = port
            state.output?.finish()
        case .end(let error):
            state.ending = error
            state.output?.finish()
        }
    }

    /// Schedules the session's next tick.
    private func schedule(_ state: inout State) {
        guard let deadline = state.session?.nextTime else { return }
        if let timer = state.timer, timer.deadline <= deadline { return }
        state.timer?.task.cancel()
        let wait = max(.milliseconds(5), deadline - clock.steady)
        let task = Task {
            do { try await clock.sleep(for: wait) } catch { return }
            await tick()
        }
        state.timer = (deadline, task)
    }
}

extension IRCClient.Answer {
    fileprivate var isSuccess: Bool { if case .success = self { true } else { false } }
}
