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
}

extension NewDelivery {
    /// Checks the bounds of `StoreLimits`.
    package func checkLimits() throws(StoreError) {
        if let key, key.utf8.count > StoreLimits.deliveryKey {
            throw .tooLarge("The key of a delivery is longer than \(StoreLimits.deliveryKey) bytes.")
        }
    }
}
