/// Bounds of what a store keeps.
public enum StoreLimits {
    /// Longest key of a delivery, in UTF-8 bytes.
    public static let deliveryKey = 200
    /// Longest outcome or error that is kept, in UTF-8 bytes. A longer one is cut.
    public static let reason = 2048
    /// Most attempts that are kept of one delivery.
    public static let attempts = 20
    /// Longest key of a plugin's value, in UTF-8 bytes.
    public static let valueKey = 256
    /// Longest value of a plugin, in bytes.
    public static let value = 64 << 10
    /// Most values of one plugin.
    public static let valuesOfPlugin = 10_000
    /// Time for which nobody claims, stores or prunes makes nothing older, if it is longer than this.
    public static let unseenTime = Duration.seconds(3600)
    /// How often a bot prunes its store at least: a quiet one asks nothing else of it.
    public static let pruneInterval = Duration.seconds(900)
    /// A delivery that was running in this many processes that died is quarantined.
    public static let crashes = 3
    /// Over which time retried deliveries are spread that are due at a start.
    package static let retrySpread = Duration.seconds(10)
    /// Between two notes of the time that a store has seen.
    package static let noteInterval = Duration.seconds(60)

    /// Checks a value of a plugin and its key.
    package static func check(_ value: [UInt8], of key: String) throws(StoreError) {
        if value.count > Self.value {
            throw .tooLarge("The value of “\(key.cut(toBytes: 80))” is longer than \(Self.value) bytes.")
        }
        if key.utf8.count > valueKey {
            throw .tooLarge("The key “\(key.cut(toBytes: 80))…” is longer than \(valueKey) bytes.")
        }
    }
}

extension StoreError {
    /// A plugin has as many values as it may.
    package static func tooManyValues(of plugin: String) -> StoreError {
        .tooLarge("The plugin \(plugin) has \(StoreLimits.valuesOfPlugin) values already.")
    }
}

extension NewDelivery {
    /// Checks the bounds of `StoreLimits`.
    package func checkLimits() throws(StoreError) {
        if let key, key.utf8.count > StoreLimits.deliveryKey {
            throw .tooLarge("The key of a delivery is longer than \(StoreLimits.deliveryKey) bytes.")
        }
    }
}
