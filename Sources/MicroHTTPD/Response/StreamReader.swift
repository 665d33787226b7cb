internal import CMicroHTTPD
internal import HarkHTTP
private import Synchronization

/// Feeds a streamed response to libmicrohttpd. The producer is asked for a chunk after the previous one was taken; a
/// connection whose producer is slow is suspended meanwhile.
final class StreamReader: Interruptible {
    /// What a stream needs from its connection.
    struct Environment: Sendable {
        /// The connection that is suspended while the producer is slow.
        let connection: ConnectionHandle
        /// Its state for the supervisor.
        let watch: ConnectionWatch
        /// Runs the producer.
        let executor: CallbackExecutor
        /// Whether the connection may be suspended.
        let gate: SuspensionGate
        /// Longest time for the client to read a chunk.
        let sendTimeout: MonotonicTime.Interval
        /// Called when the producer fails.
        let report: @Sendable (DaemonEvent) -> Void
    }

    /// The producer's result.
    private enum Delivery: Sendable {
        case chunk([UInt8])
        case end
        case failure
    }

    /// The state of the reading. Only the connection's thread changes it, one callback after another.
    private struct Position {
        var chunk: ArraySlice<UInt8> = []
        var pending: OneShot<Delivery>?
        var task: Task<Void, Never>?
    }

    private let next: ByteStream.Next
    private let environment: Environment
    private let position = Mutex(Position())

    private init(_ stream: ByteStream, _ environment: Environment) {
        next = stream.start()
        self.environment = environment
    }

    /// A response that streams its content: chunked, or ended by closing for an HTTP/1.0 client.
    static func response(_ stream: ByteStream, _ environment: Environment) -> ResponseHandle? {
        // Released by `releaseStream`, which libmicrohttpd calls when it destroys the response.
        let reader = unsafe Unmanaged.passRetained(StreamReader(stream, environment))
        let size = UInt64.max  // MHD_SIZE_UNKNOWN, a macro that Swift does not see
        let made = unsafe MHD_create_response_from_callback(
            size, 16 * 1024, readStream, reader.toOpaque(), releaseStream)
        if unsafe made == nil { unsafe reader.release() }
        return unsafe ResponseHandle(owning: made)
    }

    /// Copies available bytes into libmicrohttpd's buffer and returns their number; 0 if the connection was suspended.
    fileprivate func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
        while true {
            let copied = position.withLock { position in
                let part = position.chunk.prefix(buffer.count)
                position.chunk = position.chunk.dropFirst(part.count)
                unsafe buffer.copyBytes(from: part)
                return part.count
            }
            environment.watch.stopAwaiting()
            environment.watch.enter(.sending, until: .now + environment.sendTimeout)
            if copied > 0 { return copied }
            switch arrival() {
            case .value(.chunk(let chunk)): position.withLock { $0.chunk = chunk[...] }
            case .value(.end): return MHD_CONTENT_READER_END_OF_STREAM
            case .value(.failure), .stopping: return MHD_CONTENT_READER_END_WITH_ERROR
            case .suspended: return 0
            }
        }
    }

    /// Asks the producer unless it was asked already, and waits for its result.
    private func arrival() -> OneShot<Delivery>.Arrival {
        let pending = position.withLock { $0.pending } ?? ask()
        if let delivery = pending.take() {
            position.withLock { $0.pending = nil }
            return .value(delivery)
        }
        environment.watch.await(self, until: nil)
        let arrival = pending.take(orSuspend: environment.connection)
        if case .value = arrival { position.withLock { $0.pending = nil } }
        return arrival
    }

    private func ask() -> OneShot<Delivery> {
        let pending = OneShot<Delivery>(environment.gate)
        let (next, report, executor) = (next, environment.report, environment.executor)
        let task = executor.collect {
            Task.immediate(executorPreference: executor) {
                do {
                    pending.put(try await next().map(Delivery.chunk) ?? .end)
                } catch {
                    if pending.put(.failure) { report(.streamFailed(reason: "\(error)")) }
                }
            }
        }
        position.withLock { position in
            position.pending = pending
            position.task = task
        }
        return pending
    }

    func interrupt(_ interruption: Interruption) {
        let (pending, task) = position.withLock { ($0.pending, $0.task) }
        if pending?.put(.failure) == true { task?.cancel() }
    }

    /// The response is gone, so nobody will read another chunk.
    fileprivate func cancel() { position.withLock { $0.task }?.cancel() }
}

/// `MHD_ContentReaderCallback`. The context is the reader that `StreamReader.response` retained.
private let readStream: MHD_ContentReaderCallback = { context, _, buffer, size in
    guard let context = unsafe context, let buffer = unsafe buffer else { return MHD_CONTENT_READER_END_WITH_ERROR }
    let reader = unsafe Unmanaged<StreamReader>.fromOpaque(context).takeUnretainedValue()
    return unsafe reader.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: size))
}

/// `MHD_ContentReaderFreeCallback`.
private let releaseStream: MHD_ContentReaderFreeCallback = { context in
    guard let context = unsafe context else { return }
    unsafe Unmanaged<StreamReader>.fromOpaque(context).takeRetainedValue().cancel()
}
