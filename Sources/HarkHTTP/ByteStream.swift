/// A response body that is produced while it is sent. The producer is asked for a chunk only after the previous one has
/// been sent, so a slow client slows the producer down.
public struct ByteStream: Sendable {
    /// Returns the next chunk, or nil at the end; if it throws, the connection is closed, because the status has been
    /// sent.
    public typealias Next = @Sendable () async throws -> [UInt8]?

    private let makeNext: @Sendable () -> Next

    /// Streams the chunks of a sequence; empty ones are skipped.
    public init<S: AsyncSequence & Sendable>(_ chunks: S) where S.Element == [UInt8] {
        makeNext = {
            let iterator = IteratorBox(chunks.makeAsyncIterator())
            return { try await iterator.next() }
        }
    }

    /// Starts the stream: returns a function that returns one chunk after another. Its calls must not overlap.
    public func start() -> Next { makeNext() }
}

/// Holds an iterator so that a `@Sendable` closure can advance it.
private actor IteratorBox<Iterator: AsyncIteratorProtocol> where Iterator.Element == [UInt8] {
    private var iterator: Iterator?

    init(_ iterator: sending Iterator) { self.iterator = iterator }

    func next() async throws -> [UInt8]? {
        guard var current = iterator.take() else { return nil }
        repeat {
            guard let chunk = try await current.next(isolation: self) else { return nil }
            if !chunk.isEmpty {
                iterator = current
                return chunk
            }
        } while true
    }
}
