internal import HarkPostgreSQL
internal import HarkStore

/// Something to write that shares a transaction with others, and who waits for it.
enum WriteJob: Sendable {
    typealias Waiter<Value: Sendable> = CheckedContinuation<Result<Value, StoreError>, Never>

    case add(Addition, Waiter<AddedDelivery>)
    case finish(Finish, Waiter<Bool>)
    case addMessage(NewStoredMessage, Waiter<AddedMessage>)
    case change(StoredMessageID, MessageChange, Waiter<Void>)

    /// What it is kept in order with.
    var lane: Lane? {
        switch self {
        case .add(let addition, _): addition.lane
        case .finish(let finish, _): finish.held.lane
        case .addMessage, .change: nil
        }
    }

    /// Roughly how many bytes it writes.
    var size: Int {
        switch self {
        case .add(let addition, _): addition.delivery.head.count + addition.delivery.body.count
        case .addMessage(let message, _): message.content.count
        case .finish, .change: 0
        }
    }

    func fail(_ error: StoreError) {
        switch self {
        case .add(_, let waiter): waiter.resume(returning: .failure(error))
        case .finish(_, let waiter): waiter.resume(returning: .failure(error))
        case .addMessage(_, let waiter): waiter.resume(returning: .failure(error))
        case .change(_, _, let waiter): waiter.resume(returning: .failure(error))
        }
    }
}

/// Jobs that are written in one transaction: as if they were done one after the other, in some order.
struct WriteBatch: Sendable {
    /// What was written, in the order of the jobs of each kind.
    struct Written: Sendable {
        var added: [Added]
        var owned: Set<Int64>
        var messages: [AddedMessage]
    }

    let jobs: [WriteJob]

    private var additions: [Addition] {
        jobs.compactMap { if case .add(let addition, _) = $0 { addition } else { nil } }
    }
    /// How many numbers of deliveries it needs.
    var numberCount: Int { jobs.count { if case .add = $0 { true } else { false } } }

    /// Writes everything.
    func write(in transaction: Transaction) throws(PostgreSQLError) -> Written {
        var finishes: [Finish] = []
        var messages: [NewStoredMessage] = []
        var changes: [(id: StoredMessageID, change: MessageChange)] = []
        for job in jobs {
            switch job {
            case .add: break
            case .finish(let finish, _): finishes.append(finish)
            case .addMessage(let message, _): messages.append(message)
            case .change(let id, let change, _): changes.append((id, change))
            }
        }
        transaction.changes = jobs.count
        // All locks at once, in order: no other transaction that locks lanes waits for this one while this waits for
        // it.
        try transaction.lock(Set(jobs.compactMap(\.lane)))
        let (owned, added) = try transaction.finish(finishes, thenAdd: additions)
        let addedMessages = try transaction.add(messages)
        try transaction.update(changes)
        return Written(added: added, owned: owned, messages: addedMessages)
    }

    /// Whether what was written is there. Numbers alone prove nothing: a server that has crashed, or a replica that was
    /// promoted, gives those again that were never committed, to transactions, deliveries and messages. What may have
    /// changed since is asked only if there is nothing else.
    /// - Throws: an `unresolved` error if a message is there that may be it.
    func isStored(_ written: Written, in transaction: Transaction) throws(PostgreSQLError) -> Bool {
        var deliveries: [(id: Int64, requestID: String)] = []
        for (added, addition) in zip(written.added, additions) where added.isNew {
            switch added.result {
            case .running(let run): deliveries.append((run.id.rawValue, addition.delivery.requestID))
            case .stored(let id, _, _, _), .duplicate(let id, _), .replayed(let id):
                deliveries.append((id.rawValue, addition.delivery.requestID))
            }
        }
        var messages: [(id: Int64, content: [UInt8])] = []
        var changes: [(id: Int64, state: StoredMessageState)] = []
        var added = written.messages[...]
        for job in jobs {
            switch job {
            case .addMessage(let message, _):
                if case .stored(let id)? = added.popFirst() { messages.append((id.rawValue, message.content)) }
            case .change(let id, let change, _): changes.append((id.rawValue, change.state))
            case .add, .finish: break
            }
        }
        if !deliveries.isEmpty { return try transaction.has(deliveries) }
        if !messages.isEmpty {
            if try transaction.has(messages) { return true }
            if try transaction.hasAny(of: messages.map(\.id)) {
                throw .unresolved("A message with the number of another is stored, or it was changed since.")
            }
            return false
        }
        let ended = ends.filter { written.owned.contains($0.run.id.rawValue) }
        guard try transaction.countRunning(ended.map { ($0.run.id.rawValue, $0.run.token) }) == 0 else { return false }
        return try transaction.has(changes)
    }

    /// The ends of runs among its jobs.
    var ends: [Finish] {
        jobs.compactMap { job in
            if case .finish(let finish, _) = job { finish } else { nil }
        }
    }

    /// Tells those who wait.
    func complete(_ written: Written) {
        var added = written.added[...]
        var messages = written.messages[...]
        for job in jobs {
            switch job {
            case .add(_, let waiter): if let next = added.popFirst() { waiter.resume(returning: .success(next.result)) }
            case .finish(let finish, let waiter):
                waiter.resume(returning: .success(written.owned.contains(finish.run.id.rawValue)))
            case .addMessage(_, let waiter):
                if let next = messages.popFirst() { waiter.resume(returning: .success(next)) }
            case .change(_, _, let waiter): waiter.resume(returning: .success(()))
            }
        }
    }

    /// The same in several batches: those without a lane, and each lane, so that what is in the way of one of them is
    /// in the way of that one alone. Nil if there is one only.
    var parts: [WriteBatch]? {
        let lanes = Dictionary(grouping: jobs, by: \.lane)
        if lanes.count > 1 { return lanes.values.map(WriteBatch.init) }
        return jobs.count > 1 ? jobs.map { WriteBatch(jobs: [$0]) } : nil
    }
}
