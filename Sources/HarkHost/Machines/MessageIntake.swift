internal import HarkStore
private import Synchronization

internal import struct FoundationEssentials.Date

/// Which stored messages the machine that is connected to the chat has in its queues already, so that it finds those of
/// the other machines and queues each once.
final class MessageIntake: Sendable {
    /// A message that was stored this long ago is visible to all machines.
    private static let settlingTime = 60.0

    private struct State {
        var search: @Sendable () async -> Void = {}
        /// Whether this machine sends, and what was stored before is queued.
        var isOpen = false
        /// Messages that were queued here since this machine began to send.
        var known: Set<StoredMessageID> = []
        /// Up to here, all messages are known.
        var settled: StoredMessageID?
        var running: Task<Void, Never>?
        /// A search that has not begun, which finds all that is stored by now.
        var next: Task<Void, Never>?
    }

    private let lease: ChatLease
    private let state = Mutex(State())

    init(_ lease: ChatLease) { self.lease = lease }

    /// Sets what looks for messages.
    func setSearch(_ search: @escaping @Sendable () async -> Void) { state.withLock { $0.search = search } }

    /// Begins to look for messages: those that were stored before are queued.
    func open() { state.withLock { $0.isOpen = true } }

    /// Forgets all messages, and looks for none until `open`.
    func close() async {
        let searches = state.withLock { state in
            state.isOpen = false
            return [state.running, state.next]
        }
        for search in searches { await search?.value }
        state.withLock { ($0.known, $0.settled) = ([], nil) }
    }

    /// Whether messages are looked for.
    var isOpen: Bool { lease.isShared && lease.isHeld && state.withLock { $0.isOpen } }

    /// Up to which message nothing new can appear; nil if that is not known.
    var settled: StoredMessageID? { state.withLock { $0.settled } }

    /// Notes that a message is to be queued.
    /// - Returns: false if it has been queued already.
    func take(_ id: StoredMessageID) -> Bool {
        state.withLock { state in
            if let settled = state.settled, id <= settled { return false }
            return state.known.insert(id).inserted
        }
    }

    /// Notes which messages a search found, so that the next one passes over the old ones.
    func settle(_ found: [(id: StoredMessageID, created: Date)], at now: Date) {
        let old = found.filter { now.timeIntervalSince($0.created) > Self.settlingTime }.map(\.id).max()
        guard let old else { return }
        state.withLock { state in
            state.settled = max(old, state.settled ?? old)
            state.known = state.known.filter { $0 > old }
        }
    }

    /// Decides whether a message that this machine has just stored is to be queued by its caller. Those that other
    /// machines stored before are queued first.
    /// - Returns: false if another machine sends it, or it has been queued already.
    func admits(_ id: StoredMessageID) async -> Bool {
        guard lease.isShared else { return true }
        guard isOpen, take(id) else { return false }
        await look()
        return true
    }

    /// Looks for messages that other machines have stored, if this one sends. Searches run one after the other, and
    /// those who ask while one runs share the next.
    func look() async {
        guard isOpen else { return }
        let search = state.withLock { state in
            if let next = state.next { return next }
            let (running, search) = (state.running, state.search)
            let task = Task {
                await running?.value
                begin()
                await search()
            }
            state.next = task
            return task
        }
        await search.value
    }

    private func begin() {
        state.withLock { ($0.running, $0.next) = ($0.next, nil) }
    }
}
