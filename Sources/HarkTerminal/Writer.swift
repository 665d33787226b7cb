private import CTerminal
internal import Dispatch
internal import Synchronization
internal import SystemPackage

/// Writes to descriptors from a thread of its own, in the order given and each piece whole, so that a reader who has
/// stopped reading holds up neither the bot nor the terminal's prompt.
///
/// What waits is bounded: `capacity` bytes. When a descriptor takes nothing for `patience`, all that waits is given up.
final class Writer: Sendable {
    /// Called once a piece has been written or given up.
    typealias Completion = @Sendable (Result<Void, ConsoleError>) -> Void

    private struct Piece: Sendable {
        let bytes: [UInt8]
        let descriptor: FileDescriptor
        let completion: Completion?
    }

    private struct Backlog {
        var pieces: [Piece] = []
        var size = 0
        var isDraining = false
        /// Descriptors that took the beginning of a piece that was then given up.
        var torn: Set<CInt> = []
    }

    /// Most bytes that wait; a longer piece is taken only when nothing waits.
    private let capacity: Int
    /// How long a descriptor may take nothing, in milliseconds.
    private let patience: Int32
    private let backlog = Mutex(Backlog())
    private let thread = DispatchQueue(label: "hark.terminal.writer")

    /// A writer with nothing to do. From now on writing to a closed pipe does not end the process.
    init(capacity: Int = 1024 * 1024, patience: Int32 = 5000) {
        hark_terminal_ignore_broken_pipes()
        self.capacity = capacity
        self.patience = patience
    }

    /// Takes a piece, to be written after those before it; refuses it with `stalled` when too much waits.
    func write(_ text: String, to descriptor: FileDescriptor, completion: Completion? = nil) {
        let piece = Piece(bytes: Array(text.utf8), descriptor: descriptor, completion: completion)
        let (isTaken, isFirst) = backlog.withLock { backlog in
            guard backlog.size == 0 || backlog.size + piece.bytes.count <= capacity else { return (false, false) }
            backlog.pieces.append(piece)
            backlog.size += piece.bytes.count
            defer { backlog.isDraining = true }
            return (true, !backlog.isDraining)
        }
        if !isTaken { completion?(.failure(.stalled)) }
        if isFirst { thread.async { self.drain() } }
    }

    /// Calls back when everything taken so far has been written or given up.
    func flush(_ completion: @escaping @Sendable () -> Void) {
        thread.async(execute: completion)
    }

    private func drain() {
        while let pieces = nextPieces() {
            var isStalled = false
            for piece in pieces {
                let result: Result<Void, ConsoleError> =
                    isStalled ? .failure(.stalled) : Result { () throws(ConsoleError) in try put(piece) }
                if case .failure(.stalled) = result { isStalled = true }
                backlog.withLock { $0.size -= piece.bytes.count }
                piece.completion?(result)
            }
        }
    }

    /// All that waits, or nil, after which the next piece starts a new drain.
    private func nextPieces() -> [Piece]? {
        backlog.withLock { backlog in
            backlog.isDraining = !backlog.pieces.isEmpty
            defer { backlog.pieces = [] }
            return backlog.isDraining ? backlog.pieces : nil
        }
    }

    private func put(_ piece: Piece) throws(ConsoleError) {
        let descriptor = piece.descriptor.rawValue
        let isTorn = backlog.withLock { $0.torn.remove(descriptor) != nil }
        let bytes = isTorn ? [UInt8(ascii: "\n")] + piece.bytes : piece.bytes
        do throws(ConsoleError) {
            try put(bytes.span, to: descriptor)
        } catch {
            backlog.withLock { _ = $0.torn.insert(descriptor) }
            throw error
        }
    }

    private func put(_ bytes: Span<UInt8>, to descriptor: CInt) throws(ConsoleError) {
        var rest = bytes
        while !rest.isEmpty {
            // A pipe that is writable takes this many bytes without blocking: PIPE_BUF, pipe(7).
            let slice = rest.extracting(first: 4096)
            guard hark_terminal_wait_writable(descriptor, patience) != 0 else { throw .stalled }
            let count = hark_terminal_write(descriptor, slice)
            if count >= 0 {
                rest = rest.extracting(droppingFirst: Int(count))
            } else if Errno(rawValue: -count) != .wouldBlock {
                throw .broken(-count)
            }
        }
    }
}
