public import struct FoundationEssentials.Date

extension SQLiteStore {
    public func addMessage(_ message: NewStoredMessage) async throws(StoreError) -> AddedMessage {
        try await thread.run(.durableWrite) { session in
            try MessageTable(session.connection).add(message, at: session.now)
        }
    }

    public func updateMessage(_ id: StoredMessageID, _ change: MessageChange) async throws(StoreError) {
        try await thread.run(.write) { session in
            try MessageTable(session.connection).update(id, change, at: session.now)
        }
    }

    public func messages(_ query: MessageQuery) async throws(StoreError) -> [StoredMessage] {
        try await readAside { connection throws(SQLiteError) in try MessageTable(connection).messages(query) }
    }

    public func takeSlot(of schedule: String, at time: Date) async throws(StoreError) -> Bool {
        try await thread.run(.durableWrite) { session in
            try SlotTable(session.connection).take(schedule, at: time)
        }
    }

    public func latestSlot(of schedule: String) async throws(StoreError) -> Date? {
        try await thread.run(.read) { session in try SlotTable(session.connection).latest(of: schedule) }
    }

    public func value(_ key: String, of plugin: String) async throws(StoreError) -> StoredValue? {
        try await thread.run(.read) { session in
            try ValueTable(session.connection).value(key, of: plugin, at: session.now)
        }
    }

    public func setValue(
        _ value: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(StoreError) -> Int64? {
        try await thread.run(.durableWrite) { session in
            try ValueTable(session.connection).set(
                value, for: key, of: plugin, expiry: expiry, ifVersion: version, at: session.now)
        }
    }

    public func removeValue(
        for key: String, of plugin: String, ifVersion version: Int64?
    ) async throws(StoreError) -> Bool {
        try await thread.run(.durableWrite) { session in
            try ValueTable(session.connection).remove(key, of: plugin, ifVersion: version, at: session.now)
        }
    }

    public func keys(of plugin: String, prefix: String, limit: Int) async throws(StoreError) -> [String] {
        try await thread.run(.read) { session in
            try ValueTable(session.connection).keys(of: plugin, prefix: prefix, limit: limit, at: session.now)
        }
    }
}
