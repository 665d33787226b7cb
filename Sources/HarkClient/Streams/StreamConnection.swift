private import Glibc
public import HarkTLS
private import Synchronization

/// A TCP connection that carries bytes both ways, plain or with TLS. It is closed by `close`, by a failure, or when it
/// is released.
///
/// One task may read while others write. Reads must not overlap; overlapping writes are sent one after another.
public final class StreamConnection: Sendable {
    /// Most bytes that one read returns.
    public static let readLimit = 16_384

    private struct State {
        /// Nil once it is closed.
        var transport: Transport?
        /// Why it is closed, or will be.
        var ending = StreamError.closed(reason: "this side closed it")
        /// The bytes of all unfinished writes.
        var pendingBytes = 0
    }

    private let state: Mutex<State>
    private let configuration: StreamConfiguration
    private let writers = AsyncLock()

    /// A connection over a connected, non-blocking socket, which it closes.
    init(socket: Int32, host: String, configuration: StreamConfiguration) {
        state = Mutex(State(transport: Transport(socket: socket, host: host)))
        self.configuration = configuration
    }

    deinit { close() }

    /// The next bytes, between 1 and `readLimit`; nil when the other end has announced the end.
    ///
    /// After a timeout or cancellation nothing is lost: the next read continues.
    /// - Parameter timeout: how long to wait, instead of the configured time.
    /// - Throws: `StreamError.closed` if the connection ends in any other way, and `.timedOut(.reading)`.
    public func read(within timeout: Duration? = nil) async throws(StreamError) -> [UInt8]? {
        let deadline = (timeout ?? configuration.readTimeout).map { Deadline(after: $0) }
        return try await read(atMost: Self.readLimit, until: deadline)
    }

    /// The next bytes, at most `limit`.
    func read(
        atMost limit: Int, until deadline: Deadline?, for action: StreamError.Action = .reading
    ) async throws(StreamError) -> [UInt8]? {
        let bytes = try await perform(action, until: deadline) { transport throws(StreamError) in
            try transport.receive(atMost: limit)
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Sends bytes, and returns when the system has accepted all of them.
    /// - Throws: `StreamError.tooMuch` if more bytes than configured are waiting to be sent; nothing is sent then.
    ///   `.timedOut(.writing)` if the other end does not accept them in time. Once the first byte may have been sent,
    ///   any failure closes the connection, because it is unknown how much has arrived.
    public func write(_ bytes: [UInt8]) async throws(StreamError) {
        try await write(bytes, until: Deadline(after: configuration.writeTimeout), for: .writing)
    }

    func write(_ bytes: [UInt8], until deadline: Deadline, for action: StreamError.Action) async throws(StreamError) {
        let limit = configuration.writeLimit
        let isTaken = state.withLock { state in
            guard bytes.count <= limit - state.pendingBytes else { return false }
            state.pendingBytes += bytes.count
            return true
        }
        guard isTaken else { throw .tooMuch(limit: limit) }
        defer { state.withLock { $0.pendingBytes -= bytes.count } }
        switch await writers.acquire(until: deadline) {
        case .ready: break
        case .timedOut: throw .timedOut(action)
        case .cancelled: throw .cancelled
        }
        defer { writers.release() }
        if Task.isCancelled { throw .cancelled }

        var rest = bytes[...]
        do throws(StreamError) {
            while !rest.isEmpty {
                let unsent = rest
                let count = try await perform(action, until: deadline) { transport throws(StreamError) in
                    try transport.send(unsent)
                }
                rest = rest.dropFirst(count)
            }
        } catch {
            close(error)
            throw error
        }
    }

    /// Starts TLS on a plain connection (STARTTLS), after both ends have agreed to it: nobody may read or write
    /// meanwhile, and the caller must refuse bytes that it read after the other end's agreement, because an attacker
    /// may have inserted them. A failure closes the connection.
    /// - Parameters:
    ///   - tls: which servers to trust.
    ///   - serverName: the name that the certificate must be issued for, if it is not the host's: an XMPP domain may be
    ///     served by any host (RFC 6120, 13.7.2.1).
    /// - Throws: `StreamError.untrusted`, `.wrongName`, `.tlsFailed`, `.timedOut(.connecting)` and `.closed`.
    public func startTLS(
        _ tls: TLSClientConfiguration = TLSClientConfiguration(), serverName: String? = nil
    ) async throws(StreamError) {
        try await startTLS(tls, serverName: serverName, until: Deadline(after: configuration.connectTimeout))
    }

    func startTLS(
        _ tls: TLSClientConfiguration, serverName: String? = nil, until deadline: Deadline
    ) async throws(StreamError) {
        do throws(StreamError) {
            try state.withLock { state throws(StreamError) in
                guard state.transport != nil else { throw state.ending }
                try state.transport?.beginTLS(tls, serverName: serverName)
            }
            try await perform(.connecting, until: deadline) { transport throws(StreamError) in
                try transport.handshake()
            }
        } catch {
            close(error)
            throw error
        }
    }

    /// Closes the connection; pending calls throw `StreamError.closed`. Bytes that the system has accepted are still
    /// sent.
    public func close() { close(.closed(reason: "this side closed it")) }

    /// Closes the connection; its calls throw `reason` from then on.
    func close(_ reason: StreamError) {
        let closed = state.withLock { state -> Int32? in
            guard let transport = state.transport.take() else { return nil }
            transport.tls?.finish()
            state.ending = reason
            // Nothing uses its descriptor from here on.
            Glibc.close(transport.socket)
            return transport.socket
        }
        if let closed { Poller.shared.wake(closed) }
    }

    private var isClosed: Bool { state.withLock { $0.transport == nil } }

    /// Repeats an attempt on the transport until it completes, and waits in between.
    private func perform<Value: Sendable>(
        _ action: StreamError.Action, until deadline: Deadline?,
        _ attempt: @Sendable (Transport) throws(StreamError) -> Transport.Progress<Value>
    ) async throws(StreamError) -> Value {
        while true {
            if Task.isCancelled { throw .cancelled }
            let (progress, socket) = try attemptOnce(attempt)
            guard case .blocked(let interest) = progress else {
                if case .done(let value) = progress { return value }
                continue
            }
            // Slowly arriving bytes must not postpone the deadline.
            if deadline?.isOver ?? false { throw .timedOut(action) }
            let token = Poller.shared.makeToken()
            switch await Poller.shared.wait(token, on: socket, for: interest, until: deadline, unless: { isClosed }) {
            case .ready: break
            case .timedOut: throw .timedOut(action)
            case .cancelled: throw .cancelled
            }
        }
    }

    private func attemptOnce<Value: Sendable>(
        _ attempt: @Sendable (Transport) throws(StreamError) -> Transport.Progress<Value>
    ) throws(StreamError) -> (Transport.Progress<Value>, socket: Int32) {
        do throws(StreamError) {
            return try state.withLock { state throws(StreamError) in
                guard let transport = state.transport else { throw state.ending }
                return (try attempt(transport), transport.socket)
            }
        } catch {
            // The transport cannot be used any more, if it was open.
            close(error)
            throw error
        }
    }
}
