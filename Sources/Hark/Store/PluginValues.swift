package import struct FoundationEssentials.Date

/// Where a `PluginStore` keeps its values.
package protocol PluginValues: Sendable {
    /// The value of a key; nil if there is none, or it has expired.
    func value(_ key: String) async throws(PluginStoreError) -> StoredPluginValue?

    /// Stores a value.
    /// - Parameters:
    ///   - expiry: when it is deleted; nil for never.
    ///   - version: the version that must be stored now, 0 if the key must be free; nil to replace any.
    /// - Returns: whether it was stored.
    func set(
        _ bytes: [UInt8], for key: String, expiry: Date?, ifVersion version: Int64?
    ) async throws(PluginStoreError) -> Bool

    /// Deletes a value.
    /// - Returns: whether there was one.
    func remove(_ key: String) async throws(PluginStoreError) -> Bool

    /// The keys that begin with `prefix` and have not expired, sorted by bytes.
    func keys(prefix: String) async throws(PluginStoreError) -> [String]
}

/// A value with its version.
package struct StoredPluginValue: Sendable, Equatable {
    /// The value, encoded.
    package let bytes: [UInt8]
    /// Another one after every change; never 0.
    package let version: Int64

    package init(bytes: [UInt8], version: Int64) {
        self.bytes = bytes
        self.version = version
    }
}
