private import Glibc
public import HarkTLS
private import Synchronization

/// A connection over TCP that carries bytes both ways, plain or with TLS. It is closed by `close`, by a failure, or when
/// it is released.
///
/// One task may read while others write. Reads must not overlap; writes may, and are sent one after the other.
public final class StreamConnection: Sendable {
    /// Most bytes that one read returns.
    public static let readLimit = 16_384

    private struct State {
        /// Nil once it is closed.
        var transport: Transport?
        /// Why it is closed, or will be.
        var ending = StreamError.closed(reason: "this side closed it")
        /// The bytes of all writes that have begun and not ended.
        var pendingBytes = 0
    }

    private let state: Mutex<State>
    private let configuration: StreamConfiguration
    private let writers = Turnstile()

    /// A connection over a connected socket that does not block; it closes the socket.
    init(socket: Int32, host: String, configuration: StreamConfiguration) {
        state = Mutex(State(transport: Transport(socket: socket, host: host)))
        self.configuration = configuration
    }

    deinit { close() }

    /// The protocol that was agreed on in the handshake of TLS (ALPN, RFC 7301); nil for none.
    public var applicationProtocol: String? {
        state.withLock { $0.transport?.tls?.applicationProtocol }
    }

    /// The next bytes, at least one and at most `readLimit`; nil when the other end has said that no more will come.
    ///
    /// A read that times out or is cancelled loses nothing: the next one goes on.
    /// - Parameter timeout: how long to wait for them, instead of the configured time.
    /// - Throws: `StreamError.closed` when the connection ends in any other way, and `.timedOut(.reading)`.
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

    /// Sends bytes, and returns when the system has taken all of them.
    /// - Throws: `StreamError.tooMuch` when more bytes than configured wait for the other end to take them; nothing is
    ///   sent then. `.timedOut(.writing)` when it does not take them in time. Once the first byte may have been sent,
    ///   any failure closes the connection, because no one knows how much has arrived.
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
        switch await writers.enter(until: deadline) {
        case .ready: break
        case .timedOut: throw .timedOut(action)
        case .cancelled: throw .cancelled
        }
        defer { writers.leave() }
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

    /// Secures a connection that was plain until now (STARTTLS), after both ends have agreed on it: no one may read or
    /// write meanwhile, and bytes that were read behind the other end's consent must be refused, because anyone may
    /// have put them there. A failure closes the connection.
    /// - Parameters:
    ///   - tls: whom to believe.
    ///   - serverName: the name that the certificate must be for, where it is not that of the host: a domain of XMPP may
    ///     be served by any host (RFC 6120, 13.7.2.1).
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

    /// Closes the connection; calls that wait for it throw `StreamError.closed`. What the system has taken is still
    /// sent.
    public func close() { close(.closed(reason: "this side closed it")) }

    /// Closes the connection, whose calls throw `reason` from then on.
    func close(_ reason: StreamError) {
        let closed = state.withLock { state -> Int32? in
            guard let transport = state.transport.take() else { return nil }
            transport.tls?.finish()
            state.ending = reason
            // Nothing calls the system with its number from here on.
            Glibc.close(transport.socket)
            return transport.socket
        }
        if let closed { Poller.shared.wake(closed) }
    }

    private var isClosed: Bool { state.withLock { $0.transport == nil } }

    /// Does something with the transport as often as it takes, and waits in between.
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
            // Bytes that come one by one must not put it off for ever.
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
            // The transport is of no more use, if it was open.
            close(error)
            throw error
        }
    }
}
