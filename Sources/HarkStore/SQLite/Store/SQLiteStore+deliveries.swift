private import SystemThreads

public import struct FoundationEssentials.Date

extension SQLiteStore {
    public func add(_ delivery: NewDelivery, startsNow: Bool) async throws(StoreError) -> AddedDelivery {
        try delivery.checkLimits()
        if let files {
            try files.space.checkRoom()
            if delivery.body.count > files.inlineBody {
                return try await add(delivery, startsNow: startsNow, bodyIn: files.bodies)
            }
        }
        return try await thread.run(.durableWrite) { session in
            try session.deliveries.add(delivery, startsNow: startsNow, at: session.now)
        }
    }

    /// Writes the body before the row, and not on the store's thread.
    private func add(
        _ delivery: NewDelivery, startsNow: Bool, bodyIn bodies: BodyFiles
    ) async throws(StoreError) -> AddedDelivery {
        let draft = try await SystemThread.result { () throws(StoreError) in try bodies.write(delivery.body) }
        do {
            let added = try await thread.run(.durableWrite) { session in
                let added = try session.deliveries.add(
                    delivery, startsNow: startsNow, bodyIsInFile: true, at: session.now)
                if let id = added.newID { try draft.keep(as: id) }
                return added
            }
            if added.newID == nil { draft.remove() }
            return added
        } catch {
            // After a failure the row may be there after all, and needs the body; without a row, the next start
            // deletes it.
            if !error.isFatal { draft.remove() }
            throw error
        }
    }

    public func claim(_ limits: ClaimLimits) async throws(StoreError) -> ClaimedDeliveries {
        let claim = try await thread.run(.write) { session in
            try session.deliveries.claim(limits, at: session.now)
        }
        guard let files, !claim.bodiesInFiles.isEmpty else { return claim.found }
        var found = claim.found
        for place in claim.bodiesInFiles.reversed() {
            let run = found.deliveries[place].run
            do {
                found.deliveries[place].payload.body = try await body(of: run.id, files)
            } catch {
                found.deliveries.remove(at: place)
                let next = await setAside(run, because: error.description, isGone: !files.bodies.has(run.id))
                // The caller has to look again then.
                if let next { found.nextDue = min(found.nextDue ?? next, next) }
            }
        }
        return found
    }

    /// Ends the run of a delivery whose body cannot be read. If that fails too, it stays running until the next start:
    /// the others that were claimed with it have to run all the same.
    /// - Parameter isGone: whether the body's file does not exist; else the process may lack a descriptor for now.
    /// - Returns: when it, or the next one with its key, may run.
    private func setAside(_ run: DeliveryRun, because reason: String, isGone: Bool) async -> Date? {
        try? await thread.run(.write) { session in
            let now = session.now
            let next = isGone ? now : now.addingTimeInterval(60)
            let end = isGone ? RunEnd.dead(error: reason) : .postponed(due: next, reason: reason)
            _ = try session.deliveries.finish(run, end, at: now)
            return next
        }
    }

    @discardableResult
    public func finish(_ run: DeliveryRun, _ end: RunEnd) async throws(StoreError) -> Bool {
        try await thread.run(.write) { session in try session.deliveries.finish(run, end, at: session.now) }
    }

    public func replay(_ id: StoredDeliveryID, due: Date?, note: String) async throws(StoreError) -> DeliveryState? {
        try await thread.run(.durableWrite) { session in
            try session.deliveries.replay(id, due: due, note: note, at: session.now)
        }
    }

    public func cancel(_ id: StoredDeliveryID, note: String) async throws(StoreError) -> DeliveryState? {
        try await thread.run(.durableWrite) { session in
            try session.deliveries.cancel(id, note: note, at: session.now)
        }
    }

    public func adopt(routes: Set<StoredRoute>) async throws(StoreError) -> Int {
        try await thread.run(.write) { session in try session.deliveries.adopt(routes: routes, at: session.now) }
    }

    public func deliveries(_ query: DeliveryQuery) async throws(StoreError) -> [DeliveryRecord] {
        let read = { @Sendable (connection: SQLiteConnection) throws(SQLiteError) in
            try DeliveryList(connection).deliveries(query)
        }
        if query.id != nil { return try await thread.run(.read) { session in try read(session.connection) } }
        return try await readAside(read)
    }

    public func payload(of id: StoredDeliveryID) async throws(StoreError) -> StoredPayload? {
        guard let payload = try await thread.run(.read, { try $0.deliveries.payload(of: id) }) else { return nil }
        guard let files, payload.isBodyInFile else { return payload.stored }
        return StoredPayload(head: payload.stored.head, body: try await body(of: id, files))
    }

    public func attempts(of id: StoredDeliveryID) async throws(StoreError) -> [DeliveryAttempt] {
        try await thread.run(.read) { session in try AttemptTable(session.connection).attempts(of: id) }
    }

    private func body(of id: StoredDeliveryID, _ files: Files) async throws(StoreError) -> [UInt8] {
        try await SystemThread.result { () throws(StoreError) in try files.bodies.read(id) }
    }
}

extension AddedDelivery {
    /// The number of the delivery, if it was stored.
    fileprivate var newID: StoredDeliveryID? {
        switch self {
        case .running(let run): run.id
        case .stored(let id, _, _, _): id
        case .duplicate, .replayed: nil
        }
    }
}
