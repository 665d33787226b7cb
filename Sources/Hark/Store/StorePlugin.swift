public import protocol HarkStore.DeliveryStore
public import enum HarkStore.StoreError

/// A plugin that keeps what the bot must not lose: deliveries, messages, slots of schedules and values, in place of the
/// built-in store. It is used if it is configured; a bot may have several such plugins, of which one is.
///
/// ```swift
/// struct Cellar: StorePlugin {
///     static let manifest = Manifest<Self>(
///         name: "cellar", summary: "Keeps deliveries in a cellar.", settings: [address])
///
///     var storeName: String? { address.map { "the cellar at \($0)" } }
///     var storeUpkeep: String { "Use cellarctl for that." }
///
///     func openStore() async throws(StoreError) -> any DeliveryStore { … }
/// }
/// ```
///
/// A test of it calls `checkStore` of HarkTesting.
public protocol StorePlugin: Plugin {
    /// The store as people know it, without a password: `PostgreSQL at db.example.org/hark`. Nil if the plugin is not
    /// configured, so that it does nothing.
    var storeName: String? { get }

    /// How the store is copied, checked and repaired, in a sentence: `hark store` does it for the built-in store alone.
    var storeUpkeep: String { get }

    /// Opens the store. It is called only if there is a `storeName`; more than once while the store is unavailable, and
    /// by commands beside a running bot. Whoever opens the store closes it.
    /// - Throws: `StoreError.unavailable` if the store cannot be reached now, so that the caller may wait for it; any
    ///   other `StoreError` if somebody has to change something first.
    func openStore() async throws(StoreError) -> any DeliveryStore
}
