import HarkClient
import HarkEvents
import HarkXML
import Synchronization

/// Maintains a connection to a server, and sends messages over it: the I/O around `XMPPSession`.
final class XMPPClient: Sendable {
    /// A connection; tests use their own.
    struct Link: Sendable {
        /// The next bytes; nil at the end.
        let read: @Sendable () async throws -> [UInt8]?
        let write: @Sendable ([UInt8]) async throws -> Void
        /// Starts TLS on the connection.
        let startTLS: @Sendable () async throws -> Void
        let close: @Sendable () -> Void
    }

    /// Most stanzas that wait when the server does not read.
    private static let backlog = 2000
    private static let stableTime = Duration.seconds(60)
    /// The limits for an element before the bot is logged in. Before TLS, an attacker on the path may send it, and a
    /// tag in small pieces is parsed from its start for each of them.
    private static let loginLimits: XMLStreamParser.Limits = {
        var limits = XMLStreamParser.Limits()
        limits.bytes = 10_000
        return limits
    }()

    typealias Answer = Result<MessageID?, ChatError>

    private struct State {
        var session: XMPPSession
        var inbox: ChatInbox?
        var output: AsyncStream<[UInt8]>.Continuation?
        var timer: (deadline: ContinuousClock.Instant, task: Task<Void, Never>)?
        /// Why there is no connection, or why the current one ends.
        var ending: ChatError?
        var waiting: [Int: CheckedContinuation<Answer, Never>] = [:]
        var messageCount = 0
    }

    /// An event for the inbox.
    private enum Event {
        case connected
        case message(IncomingMessage)
    }

    /// An event for the reader of the connection.
    private enum Turn {
        case startTLS
        case restart
        case hash(SCRAM.Hashing)
    }

    private let startsWithTLS: Bool
    private let connect: @Sendable () async throws -> Link
    private let clock: BotClock
    private let logger: Logger
    private let random: @Sendable () -> Double
    private let state: Mutex<State>

    /// A client that is not connected.
    /// - Parameters:
    ///   - startsWithTLS: whether a connection uses TLS from its first byte.
    ///   - connect: opens a connection.
    init(
        _ configuration: XMPPSession.Configuration, startsWithTLS: Bool, clock: BotClock, logger: Logger,
        connect: @escaping @Sendable () async throws -> Link
    ) {
        self.startsWithTLS = startsWithTLS
        self.connect = connect
        self.clock = clock
        self.logger = logger
        random = configuration.random
        state = Mutex(State(session: XMPPSession(configuration, at: clock.steady)))
    }

    /// Connects repeatedly until its task is cancelled.
    /// - Throws: `ChatError` if the server refuses the bot for a reason that only a person can change.
    func run(_ inbox: ChatInbox) async throws {
        state.withLock { state in
            state.inbox = inbox
            state.session.leavesResource = inbox.isBrief
            for room in inbox.rooms where !inbox.isBrief {
                if let jid = JID(room.name), jid.local != nil, jid.resource == nil {
                    state.session.want(jid, named: room.name)
                }
            }
        }
        let backOff = BackOff(first: .seconds(5), longest: .seconds(120), random: random)
        do {
            try await inbox.stayConnected(clock, stableTime: Self.stableTime, backOff: backOff) {
                try await holdConnection(inbox)
            }
        } catch {
            leave(error as? ChatError ?? ChatError(.transient, "The bot has left XMPP."))
            throw error
        }
    }

    /// Sends a message, and returns once it has been accepted.
    func send(
        _ content: PendingMessage.Content, to jid: JID, named name: String
    ) async throws(ChatError) -> MessageID? {
        try await answer { session, id, now in session.begin(id, content, to: jid, named: name, at: now) }.get()
    }

    /// The state of a room; nil while the bot is not in it.
    func room(_ jid: JID) -> RoomStates.Entry? {
        state.withLock { $0.session.rooms[jid.folded] }
    }

    private func answer(
        _ begin: @Sendable (inout XMPPSession, Int, ContinuousClock.Instant) -> Void
    ) async -> Answer {
        let id = state.withLock { state in
            state.messageCount += 1
            return state.messageCount
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                state.withLock { state in
                    guard !Task.isCancelled, state.session.isReady else {
                        let error = state.ending ?? ChatError(.transient, "The bot is not connected to XMPP yet.")
                        return continuation.resume(returning: .failure(error))
                    }
                    state.waiting[id] = continuation
                    // This causes no events for the inbox or the reader.
                    _ = change(&state) { begin(&$0, id, clock.steady) }
                }
            }
        } onCancel: {
            state.withLock { state in
                state.session.forget(id)
                let error = ChatError(.transient, "The message was given up.")
                state.waiting.removeValue(forKey: id)?.resume(returning: .failure(error))
            }
        }
    }

    /// Makes one connection, and keeps it open.
    private func holdConnection(_ inbox: ChatInbox) async throws {
        let link: Link
        do { link = try await connect() } catch let error as StreamError where error != .cancelled {
            let failure = ChatError(.transient, "\(error)")
            state.withLock { $0.ending = failure }
            throw failure
        }
        let (output, continuation) = AsyncStream.makeStream(
            of: [UInt8].self, bufferingPolicy: .bufferingOldest(Self.backlog))
        // Not cancelled, so that the end of the stream is sent.
        let writer = Task {
            defer { link.close() }
            for await bytes in output { try await link.write(bytes) }
        }
        state.withLock { state in
            state.ending = nil
            state.output = continuation
            _ = change(&state) { $0.connect(isSecure: startsWithTLS, at: clock.steady) }
        }
        var failure: (any Error)?
        do { try await read(link, inbox) } catch { failure = error }
        let ending = finish(failure, isCancelled: Task.isCancelled)
        _ = await writer.result
        try Task.checkCancellation()
        throw ending
    }

    private func read(_ link: Link, _ inbox: ChatInbox) async throws {
        var parser = try XMLStreamParser(limits: Self.loginLimits)
        while let bytes = try await link.read() {
            let read: [XMLStreamParser.Event]
            do throws(XMLStreamError) { read = try parser.parse(bytes) } catch {
                throw ChatError(.transient, "\(error)")
            }
            for (index, event) in read.enumerated() {
                let (events, turns) = state.withLock { state in
                    change(&state) { $0.receive(event, at: clock.steady) }
                }
                await deliver(events, inbox)
                for turn in turns {
                    if case .hash(let hashing) = turn {
                        // Outside the lock, so that senders do not wait for it.
                        let salted = hashing.run()
                        state.withLock { state in
                            _ = change(&state) { $0.receive(salted: salted, at: clock.steady) }
                        }
                        continue
                    }
                    // An attacker may have inserted it before TLS.
                    guard index == read.count - 1, parser.trailingBytes == 0 else {
                        throw ChatError(.transient, "The server goes on talking where a new stream has to begin.")
                    }
                    guard case .startTLS = turn else {
                        parser = try XMLStreamParser()
                        continue
                    }
                    parser = try XMLStreamParser(limits: Self.loginLimits)
                    try await secure(link)
                }
            }
        }
    }

    private func secure(_ link: Link) async throws {
        do { try await link.startTLS() } catch let error as StreamError where error != .cancelled {
            throw ChatError(.transient, "\(error)")
        }
        state.withLock { state in
            _ = change(&state) { $0.secured(at: clock.steady) }
        }
    }

    private func tick() async {
        let (events, inbox) = state.withLock { state in
            state.timer = nil
            return (change(&state) { $0.tick(clock.steady) }.events, state.inbox)
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

    /// Ends the connection.
    /// - Returns: why it ended.
    private func finish(_ failure: (any Error)?, isCancelled: Bool) -> ChatError {
        state.withLock { state in
            let ending =
                state.ending ?? (failure as? ChatError)
                ?? ChatError(.transient, failure.map { "\($0)" } ?? "The server closed the connection.")
            state.ending = ending
            let lost = ChatError(.transient, "The connection to XMPP was lost: \(ending.reason)")
            _ = change(&state) { session in
                if isCancelled { session.quit(lost) } else { session.disconnect(lost, at: clock.steady) }
            }
            state.output?.finish()
            state.output = nil
            return ending
        }
    }

    /// Settles all waiting messages, because there will be no other connection.
    private func leave(_ error: ChatError) {
        state.withLock { state in
            state.ending = error
            _ = change(&state) { $0.quit(error) }
            state.timer?.task.cancel()
            state.timer = nil
        }
    }

    /// Changes the session, and performs the resulting actions.
    private func change(_ state: inout State, _ body: (inout XMPPSession) -> Void) -> (events: [Event], turns: [Turn]) {
        body(&state.session)
        var (events, turns): ([Event], [Turn]) = ([], [])
        for action in state.session.takeActions() {
            switch action {
            case .write(let bytes): write(bytes, &state)
            case .startTLS: turns.append(.startTLS)
            case .restart: turns.append(.restart)
            case .hash(let hashing): turns.append(.hash(hashing))
            case .connected: events.append(.connected)
            case .receive(let message): events.append(.message(message))
            case .settle(let id, let result): state.waiting.removeValue(forKey: id)?.resume(returning: result)
            case .log(let level, let text): logger.log(level: level, "\(text)")
            case .end(let error):
                state.ending = error
                state.output?.finish()
            }
        }
        schedule(&state)
        return (events, turns)
    }

    private func write(_ bytes: [UInt8], _ state: inout State) {
        guard case .dropped? = state.output?.yield(bytes) else { return }
        state.ending = state.ending ?? ChatError(.transient, "The server does not read what the bot sends.")
        state.output?.finish()
    }

    /// Schedules the session's next tick.
    private func schedule(_ state: inout State) {
        guard let deadline = state.session.nextTime else { return }
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
