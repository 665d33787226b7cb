private import CTerminal
internal import Dispatch
internal import Synchronization
internal import SystemPackage

/// Writes to one descriptor, in order and each piece as a whole. If its reader has stopped reading, it blocks neither
/// the bot, nor the terminal's prompt, nor output elsewhere. A short piece is written at once if nothing waits before
/// it and the descriptor accepts it without blocking, as pipes and `/dev/null` do; everything else is written from its
/// own thread.
///
/// The queue is bounded by `capacity` bytes. Log pieces take at most half of it, and are dropped for others. If the
/// descriptor accepts nothing for `patience`, the whole queue is dropped.
final class Writer: Sendable {
    /// Called once a piece has been written or dropped.
    typealias Completion = @Sendable (Result<Void, ConsoleError>) -> Void

    /// What is dropped first when the queue is full.
    enum Importance {
        /// Log entries.
        case log
        /// Output that somebody waits for: messages and the prompt.
        case chat
    }

    private struct Piece: Sendable {
        let bytes: [UInt8]
        let importance: Importance
        let completion: Completion?
        /// Whether its beginning has been written.
        var isBegun = false
    }

    private struct Backlog {
        /// The waiting pieces, from `next` on.
        var pieces: [Piece] = []
        var next = 0
        /// The size of the waiting pieces and of the current one, in bytes.
        var size = 0
        var isDraining = false
        /// Whether the beginning of a dropped piece has been written.
        var isTorn = false

        /// Removes all waiting pieces.
        mutating func takeAll() -> ArraySlice<Piece> {
            defer { (pieces, next) = ([], 0) }
            return pieces[next...]
        }

        /// Removes the first waiting piece.
        mutating func takeFirst() -> Piece? {
            guard next < pieces.count else { return nil }
            defer {
                next += 1
                // Removes completed pieces, at a cost that does not depend on the queue's length.
                if next * 2 > pieces.count {
                    pieces.removeFirst(next)
                    next = 0
                }
            }
            return pieces[next]
        }

        /// Removes the waiting log pieces.
        mutating func takeLog() -> [Piece] {
            let waiting = takeAll()
            pieces = waiting.filter { $0.importance != .log }
            let log = waiting.filter { $0.importance == .log }
            size -= log.reduce(0) { $0 + $1.bytes.count }
            isTorn = isTorn || log.contains(where: \.isBegun)
            return log
        }
    }

    private let descriptor: FileDescriptor
    /// The same as `descriptor` if that is a terminal, opened only for this writer.
    private let terminal: FileDescriptor?
    /// Most bytes that may wait; a longer piece is accepted only if nothing waits.
    private let capacity: Int
    /// How long the descriptor may accept nothing, in milliseconds.
    private let patience: Int32
    /// How long to wait for a terminal with too little room, in milliseconds.
    private static let pause: Int32 = 20
    /// A writable pipe accepts this many bytes without blocking: PIPE_BUF, pipe(7). A terminal accepts what it can.
    private static let pipeBuffer = 4096
    private let backlog = Mutex(Backlog())
    /// A serial Dispatch queue without a target has its own thread, whatever other queues are doing.
    private let thread = DispatchQueue(label: "hark.terminal.writer")

    /// An idle writer; the descriptor must stay open as long as it exists. From now on, writing to a closed pipe does
    /// not end the process.
    init(_ descriptor: FileDescriptor, capacity: Int = 1024 * 1024, patience: Int32 = 5000) {
        hark_terminal_ignore_broken_pipes()
        let terminal = hark_terminal_open_unblocking(descriptor.rawValue)
        self.terminal = terminal < 0 ? nil : FileDescriptor(rawValue: terminal)
        self.descriptor = self.terminal ?? descriptor
        self.capacity = capacity
        self.patience = patience
    }

    deinit { try? terminal?.close() }

    /// Queues a piece; refuses it with `stalled` if the queue is full.
    func write(_ text: String, importance: Importance = .chat, completion: Completion? = nil) {
        let piece = Piece(bytes: Array(text.utf8), importance: importance, completion: completion)
        var (isTaken, isFirst, isTried) = (false, false, false)
        let givenUp = backlog.withLock { backlog in
            let share = importance == .log ? capacity / 2 : capacity
            var givenUp: [Piece] = []
            if importance == .chat, backlog.size + piece.bytes.count > share { givenUp = backlog.takeLog() }
            isTaken = backlog.size == 0 || backlog.size + piece.bytes.count <= share
            guard isTaken else { return givenUp }
            backlog.size += piece.bytes.count
            isFirst = !backlog.isDraining
            isTried = isFirst && !backlog.isTorn && piece.bytes.count <= Self.pipeBuffer
            if !isTried { backlog.pieces.append(piece) }
            backlog.isDraining = true
            return givenUp
        }
        for piece in givenUp { piece.completion?(.failure(.stalled)) }
        if !isTaken { completion?(.failure(.stalled)) }
        if isFirst, !isTried || !writeNow(piece) { thread.async { self.drain() } }
    }

    /// Writes a piece before which nothing waits, if the descriptor accepts it at once.
    /// - Returns: whether everything is done, including pieces that were queued meanwhile.
    private func writeNow(_ piece: Piece) -> Bool {
        let taken = max(0, hark_terminal_write_now(descriptor.rawValue, piece.bytes.span))
        guard taken == piece.bytes.count else {
            var rest = Piece(
                bytes: Array(piece.bytes.dropFirst(Int(taken))), importance: piece.importance,
                completion: piece.completion)
            rest.isBegun = taken > 0
            backlog.withLock { backlog in
                backlog.size -= Int(taken)
                backlog.pieces.insert(rest, at: backlog.next)
            }
            return false
        }
        let isDone = backlog.withLock { backlog in
            backlog.size -= piece.bytes.count
            backlog.isDraining = backlog.next < backlog.pieces.count
            return !backlog.isDraining
        }
        piece.completion?(.success(()))
        return isDone
    }

    /// Calls `completion` when everything queued so far has been written or dropped.
    func flush(_ completion: @escaping @Sendable () -> Void) {
        thread.async(execute: completion)
    }

    private func drain() {
        while let piece = nextPiece() {
            let result = Result { () throws(ConsoleError) in try put(piece) }
            let givenUp = backlog.withLock { backlog in
                backlog.size -= piece.bytes.count
                guard case .failure(.stalled) = result else { return ArraySlice<Piece>() }
                let waiting = backlog.takeAll()
                backlog.size -= waiting.reduce(0) { $0 + $1.bytes.count }
                return waiting
            }
            piece.completion?(result)
            for piece in givenUp { piece.completion?(.failure(.stalled)) }
        }
    }

    /// The first waiting piece; nil if there is none, in which case the next piece starts a new drain.
    private func nextPiece() -> Piece? {
        backlog.withLock { backlog in
            let piece = backlog.takeFirst()
            backlog.isDraining = piece != nil
            return piece
        }
    }

    private func put(_ piece: Piece) throws(ConsoleError) {
        let isTorn = backlog.withLock { $0.isTorn }
        let bytes = isTorn ? [UInt8(ascii: "\n")] + piece.bytes : piece.bytes
        var count = 0
        do throws(ConsoleError) {
            try put(bytes.span, count: &count)
        } catch {
            if count > 0 || piece.isBegun { backlog.withLock { $0.isTorn = true } }
            throw error
        }
        if isTorn { backlog.withLock { $0.isTorn = false } }
    }

    /// - Parameter count: the number of bytes written, even after an error.
    private func put(_ bytes: Span<UInt8>, count: inout Int) throws(ConsoleError) {
        var paused: Int32 = 0
        while count < bytes.count {
            let slice = bytes.extracting(droppingFirst: count).extracting(first: Self.pipeBuffer)
            guard hark_terminal_wait_writable(descriptor.rawValue, patience) != 0 else { throw .stalled }
            let taken = hark_terminal_write(descriptor.rawValue, slice)
            if taken >= 0 {
                count += Int(taken)
                paused = 0
            } else if Errno(rawValue: -taken) == .wouldBlock, paused < patience {
                // A terminal with room for one byte is writable, but a newline takes two.
                hark_terminal_pause(Self.pause)
                paused += Self.pause
            } else {
                throw Errno(rawValue: -taken) == .wouldBlock ? .stalled : .broken(-taken)
            }
        }
    }
}
