private import Synchronization

/// The client side of a WebSocket (RFC 6455).
///
/// One task calls `receive` repeatedly, which also answers pings and handles pongs and the end; any task may send.
///
/// ```swift
/// let socket = try await WebSocket.connect("wss://gateway.example.org/?v=10")
/// while let message = try await socket.receive() { … }
/// ```
public final class WebSocket: Sendable {
    private enum Ending {
        case closed(CloseStatus?)
        case failed(WebSocketError)
    }

    private struct State {
        var reader: MessageReader
        var pings = PendingPings()
        /// Whether a close frame was sent, or is about to be.
        var isClosing = false
        var ending: Ending?
    }

    /// Scheme, host and port of the server.
    public let origin: String

    private let stream: StreamConnection
    private let configuration: WebSocketConfiguration
    private let state: Mutex<State>
    private let readers = AsyncLock()

    /// A WebSocket over a connection whose opening handshake is complete.
    /// - Parameter rest: the bytes received after the handshake.
    init(_ stream: StreamConnection, origin: String, rest: [UInt8], configuration: WebSocketConfiguration) {
        self.stream = stream
        self.origin = origin
        self.configuration = configuration
        var reader = MessageReader(of: .server, limit: configuration.messageLimit)
        reader.append(rest)
        state = Mutex(State(reader: reader))
    }

    /// The server's close status; nil if it has not sent any.
    public var closeStatus: CloseStatus? {
        state.withLock { if case .closed(let status) = $0.ending { status } else { nil } }
    }

    /// The next message; nil when the connection is closed, possibly with a reason in `closeStatus`.
    /// - Throws: `WebSocketError.violation` if the server violates the protocol or sends more than `messageLimit`,
    ///   `.connection` if the connection is lost without a close frame, and `.noPong` if a `ping` was not answered.
    ///   After a cancellation, and after `.connection` with `.timedOut(.reading)`, the next call continues.
    public func receive() async throws(WebSocketError) -> WebSocketMessage? {
        // Without a deadline, only a cancellation can end the wait.
        guard await readers.acquire(until: nil) == .ready else { throw .cancelled }
        defer { readers.release() }
        let deadline = configuration.stream.readTimeout.map { Deadline(after: $0) }
        return try await nextMessage(until: deadline)
    }

    /// Sends a message, and returns when the system has accepted it.
    /// - Throws: `WebSocketError.closed`, or `.connection` as in `StreamConnection.write`.
    public func send(_ message: WebSocketMessage) async throws(WebSocketError) {
        if state.withLock({ $0.isClosing || $0.ending != nil }) { throw .closed(url: origin) }
        let frame =
            switch message {
            case .text(let text): Frame(opcode: .text, payload: Array(text.utf8))
            case .binary(let bytes): Frame(opcode: .binary, payload: bytes)
            }
        try await write(frame, until: Deadline(after: configuration.stream.writeTimeout))
    }

    /// Sends a ping and waits for its pong; a task must be in `receive` for that.
    /// - Throws: `WebSocketError.noPong` if none arrives in time, which closes the connection; otherwise like `send`.
    public func ping(within timeout: Duration) async throws(WebSocketError) {
        let deadline = Deadline(after: timeout)
        let token = Poller.shared.makeToken()
        let number = state.withLock { state -> UInt64? in
            state.isClosing || state.ending != nil ? nil : state.pings.add(token)
        }
        guard let number else { throw .closed(url: origin) }
        defer { state.withLock { $0.pings.remove(number) } }
        try await write(Frame(opcode: .ping, payload: number.networkOrder), until: deadline)
        let outcome = await Poller.shared.wait(token, until: deadline, unless: { !isWaiting(for: number) })
        if !isWaiting(for: number) {
            return try state.withLock { state throws(WebSocketError) in
                switch state.ending {
                case .failed(let error)?: throw error
                case .closed?: throw .closed(url: origin)
                case nil: break
                }
            }
        }
        guard outcome == .timedOut else { throw .cancelled }
        throw end(.noPong(url: origin))
    }

    /// Closes the connection: sends the status, waits for the server's close frame within `closeTimeout`, dropping
    /// messages that no task receives, and then closes the connection in any case.
    public func close(_ status: CloseStatus = CloseStatus(code: .normal)) async {
        let isFirst = state.withLock { state in
            defer { state.isClosing = true }
            return !state.isClosing && state.ending == nil
        }
        guard isFirst else { return }
        let deadline = Deadline(after: configuration.closeTimeout)
        let frame = Frame(opcode: .close, payload: status.payload)
        if (try? await write(frame, until: deadline)) != nil, await readers.acquire(until: deadline) == .ready {
            defer { readers.release() }
            while (try? await nextMessage(until: deadline)) != nil {}
        }
        end(.closed(nil))
    }

    /// The next message, for the task whose turn it is to read.
    private func nextMessage(until deadline: Deadline?) async throws(WebSocketError) -> WebSocketMessage? {
        while true {
            switch try await nextEvent(until: deadline) {
            case nil: return nil
            case .message(let message)?: return message
            case .pong(let payload)?:
                for token in state.withLock({ $0.pings.answer(payload) }) { Poller.shared.wake(token) }
            case .ping(let payload)?:
                if state.withLock({ $0.isClosing }) { continue }
                let answer = Frame(opcode: .pong, payload: payload)
                try await write(answer, until: Deadline(after: configuration.stream.writeTimeout))
            case .close(let status)?:
                let isAnswer = state.withLock { state in
                    defer { state.isClosing = true }
                    return state.isClosing
                }
                if !isAnswer {
                    let echo = Frame(opcode: .close, payload: CloseStatus(code: status.code).payload)
                    try? await write(echo, until: Deadline(after: configuration.closeTimeout))
                }
                end(.closed(status))
                return nil
            }
        }
    }

    /// The next event, or nil if the connection is closed.
    private func nextEvent(until deadline: Deadline?) async throws(WebSocketError) -> WebSocketEvent? {
        while true {
            switch state.withLock({ $0.ending }) {
            case .closed?: return nil
            case .failed(let error)?: throw error
            case nil: break
            }
            do throws(WebSocketViolation) {
                let event = try state.withLock { state throws(WebSocketViolation) in try state.reader.next() }
                if let event { return event }
            } catch {
                let close = Frame(opcode: .close, payload: CloseStatus(code: error.code).payload)
                state.withLock { $0.isClosing = true }
                try? await write(close, until: Deadline(after: configuration.closeTimeout))
                throw end(.violation(url: origin, error))
            }
            try await readMore(until: deadline)
        }
    }

    private func readMore(until deadline: Deadline?) async throws(WebSocketError) {
        do throws(StreamError) {
            guard let bytes = try await stream.read(atMost: StreamConnection.readLimit, until: deadline) else {
                throw .closed(reason: "the server ended it without a close frame")
            }
            state.withLock { $0.reader.append(bytes) }
        } catch .cancelled {
            throw .cancelled
        } catch .timedOut(let action) {
            throw .connection(url: origin, .timedOut(action))
        } catch {
            // If this side closed the connection, that is the better reason, and it is kept.
            end(.failed(.connection(url: origin, error)))
        }
    }

    private func isWaiting(for ping: UInt64) -> Bool { state.withLock { $0.pings.contains(ping) } }

    private func write(_ frame: Frame, until deadline: Deadline) async throws(WebSocketError) {
        let mask = UInt32(truncatingIfNeeded: configuration.random())
        do throws(StreamError) {
            try await stream.write(frame.encoded(mask: mask), until: deadline, for: .writing)
        } catch {
            throw WebSocketError(error, url: origin)
        }
    }

    /// Ends it with an error, which is returned.
    private func end(_ error: WebSocketError) -> WebSocketError {
        end(.failed(error))
        return error
    }

    /// Ends it, unless it has ended: closes the connection and wakes all waiting tasks.
    private func end(_ ending: Ending) {
        let waiting = state.withLock { state in
            if state.ending == nil { state.ending = ending }
            return state.pings.removeAll()
        }
        stream.close()
        for token in waiting { Poller.shared.wake(token) }
    }
}
