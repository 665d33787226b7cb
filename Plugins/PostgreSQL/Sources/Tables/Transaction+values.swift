internal import HarkPostgreSQL
internal import HarkStore

internal import struct FoundationEssentials.Date

/// The values of plugins.
extension Transaction {
    /// What became of a value that was to be stored.
    enum StoredValueVersion: Sendable {
        case stored(Int64)
        /// Another version was stored than the expected one.
        case other
        /// The plugin has too many.
        case tooMany
    }

    /// A value: `DeliveryStore.value`.
    func value(_ key: String, of plugin: String) throws(PostgreSQLError) -> StoredValue? {
        try row(
            """
            SELECT bytes, version, expiry FROM value
            WHERE plugin = $1 AND key = $2 AND (expiry IS NULL OR expiry > $3)
            """, [.text(plugin), .bytes(Array(key.utf8)), .time(now)]
        ) {
            StoredValue(bytes: $0.bytes(0), version: $0.int(1), expiry: $0.optionalTime(2).map(machine.clock.date))
        }
    }

    /// Stores a value: `DeliveryStore.setValue`.
    func setValue(
        _ bytes: [UInt8], for key: String, of plugin: String, expiry: Date?, ifVersion version: Int64?
    ) throws(PostgreSQLError) -> StoredValueVersion {
        // Two machines that store the same new key would both find it free.
        try lock("values of \(plugin)")
        let current = try value(key, of: plugin)?.version
        if let version, version != current ?? 0 { return .other }
        if current == nil, try !isBelowLimit(plugin) { return .tooMany }
        let next = try row(
            """
            INSERT INTO value (plugin, key, bytes, version, expiry)
            VALUES ($1, $2, $3, nextval('value_version'), $4)
            ON CONFLICT (plugin, key) DO UPDATE
            SET bytes = excluded.bytes, version = excluded.version, expiry = excluded.expiry RETURNING version
            """,
            [
                .text(plugin), .bytes(Array(key.utf8)), .bytes(bytes), .time(expiry.map(machine.clock.serverTime)),
            ]
        ) { $0.int(0) }
        return .stored(next ?? 0)
    }

    /// Deletes a value: `DeliveryStore.removeValue`.
    func removeValue(for key: String, of plugin: String, ifVersion version: Int64?) throws(PostgreSQLError) -> Bool {
        try run(
            """
            DELETE FROM value WHERE plugin = $1 AND key = $2 AND ($3::bigint IS NULL OR version = $3)
            AND (expiry IS NULL OR expiry > $4)
            """, [.text(plugin), .bytes(Array(key.utf8)), .int(version), .time(now)]) > 0
    }

    /// The keys that begin with a prefix: `DeliveryStore.keys`.
    func keys(of plugin: String, prefix: String, limit: Int) throws(PostgreSQLError) -> [String] {
        let first = Array(prefix.utf8)
        // The least bytes that are greater than all keys with the prefix. No byte of UTF-8 is 0xFF.
        var end: [UInt8]? = first
        if let last = first.indices.last { end?[last] += 1 } else { end = nil }
        return try rows(
            """
            SELECT key FROM value
            WHERE plugin = $1 AND key >= $2 AND ($3::bytea IS NULL OR key < $3) AND (expiry IS NULL OR expiry > $4)
            ORDER BY key LIMIT $5
            """,
            [.text(plugin), .bytes(first), .bytes(end), .time(now), .int(Int64(max(0, limit)))]
        ) { String(decoding: $0.bytes(0), as: UTF8.self) }
    }

    /// Deletes values that have expired.
    /// - Returns: how many were deleted.
    func pruneValues(limit: Int) throws(PostgreSQLError) -> Int {
        try run(
            """
            DELETE FROM value WHERE (plugin, key) IN (
                SELECT plugin, key FROM value WHERE expiry IS NOT NULL AND expiry <= $1 LIMIT $2)
            """, [.time(now), .int(Int64(limit))])
    }

    /// Whether a plugin may have another value. Those that have expired do not count.
    private func isBelowLimit(_ plugin: String) throws(PostgreSQLError) -> Bool {
        func count() throws(PostgreSQLError) -> Int {
            try row("SELECT count(*) FROM value WHERE plugin = $1", [.text(plugin)]) { Int($0.int(0)) } ?? 0
        }
        if try count() < StoreLimits.valuesOfPlugin { return true }
        try run("DELETE FROM value WHERE plugin = $1 AND expiry <= $2", [.text(plugin), .time(now)])
        return try count() < StoreLimits.valuesOfPlugin
    }
}
