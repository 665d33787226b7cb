internal import struct FoundationEssentials.Date

/// The values of plugins.
struct ValueTable {
    let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }

    /// A value: `DeliveryStore.value`.
    func value(_ key: String, of plugin: String, at date: Date) throws(SQLiteError) -> StoredValue? {
        try connection.row(
            """
            SELECT bytes, version, expiry FROM value
            WHERE plugin = ?1 AND key = ?2 AND (expiry IS NULL OR expiry > ?3)
            """, [.text(plugin), .blob(Array(key.utf8)), .integer(date.milliseconds)]
        ) {
            StoredValue(
                bytes: $0.bytes(0), version: $0.int(1), expiry: $0.optionalInt(2).map(Date.init(milliseconds:)))
        }
    }

    /// Stores a value: `DeliveryStore.setValue`.
    func set(
        _ bytes: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?, at date: Date
    ) throws(StoreError) -> Int64? {
        try StoreLimits.check(bytes, of: key)
        do throws(SQLiteError) {
            let current = try value(key, of: plugin, at: date)?.version
            if let version, version != current ?? 0 { return nil }
            let isBelowLimit = if current == nil { try isBelowLimit(plugin, date) } else { true }
            if isBelowLimit { return try put(bytes, key, plugin, expiry, date) }
        } catch {
            throw error.storeError
        }
        throw .tooManyValues(of: plugin)
    }

    /// Deletes a value: `DeliveryStore.removeValue`.
    func remove(
        _ key: String, of plugin: String, ifVersion version: Int64?, at date: Date
    ) throws(SQLiteError) -> Bool {
        try connection.run(
            """
            DELETE FROM value WHERE plugin = ?1 AND key = ?2 AND (?3 IS NULL OR version = ?3)
            AND (expiry IS NULL OR expiry > ?4)
            """,
            [.text(plugin), .blob(Array(key.utf8)), SQLiteValue(version), .integer(date.milliseconds)])
        return connection.changes > 0
    }

    /// The keys that begin with a prefix: `DeliveryStore.keys`.
    func keys(of plugin: String, prefix: String, limit: Int, at date: Date) throws(SQLiteError) -> [String] {
        let first = Array(prefix.utf8)
        // The least bytes that are greater than all keys with the prefix. No byte of UTF-8 is 0xFF.
        var end = first
        if let last = end.indices.last { end[last] += 1 }
        return try connection.rows(
            """
            SELECT CAST(key AS TEXT) FROM value
            WHERE plugin = ?1 AND key >= ?2 AND (?3 = x'' OR key < ?3) AND (expiry IS NULL OR expiry > ?4)
            ORDER BY key LIMIT ?5
            """,
            [.text(plugin), .blob(first), .blob(end), .integer(date.milliseconds), SQLiteValue(max(0, limit))]
        ) { $0.text(0) }
    }

    /// Deletes values that have expired by this time, in milliseconds.
    /// - Returns: how many were deleted.
    func prune(_ now: Int64, limit: Int) throws(SQLiteError) -> Int {
        try connection.run(
            """
            DELETE FROM value WHERE rowid IN (
                SELECT rowid FROM value WHERE expiry IS NOT NULL AND expiry <= ?1 LIMIT ?2)
            """, [.integer(now), SQLiteValue(limit)])
        return connection.changes
    }

    /// Whether a plugin may have another value. Those that have expired do not count.
    private func isBelowLimit(_ plugin: String, _ date: Date) throws(SQLiteError) -> Bool {
        func count() throws(SQLiteError) -> Int {
            try connection.row("SELECT count(*) FROM value WHERE plugin = ?1", [.text(plugin)]) { Int($0.int(0)) } ?? 0
        }
        if try count() < StoreLimits.valuesOfPlugin { return true }
        try connection.run(
            "DELETE FROM value WHERE plugin = ?1 AND expiry <= ?2", [.text(plugin), .integer(date.milliseconds)])
        return try count() < StoreLimits.valuesOfPlugin
    }

    /// One count of all values' changes, so that no version of a key comes again after a deletion.
    private func put(
        _ bytes: [UInt8], _ key: String, _ plugin: String, _ expiry: Date?, _ date: Date
    ) throws(SQLiteError) -> Int64? {
        let next = try connection.row(
            "UPDATE meta SET value = value + 1 WHERE name = 'latest value version' RETURNING value"
        ) { $0.int(0) }
        try connection.run(
            """
            INSERT INTO value (plugin, key, bytes, version, expiry) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET bytes = excluded.bytes, version = excluded.version, expiry = excluded.expiry
            """,
            [
                .text(plugin), .blob(Array(key.utf8)), .blob(bytes), SQLiteValue(next),
                SQLiteValue(expiry?.milliseconds),
            ])
        return next
    }
}
