package import HarkStore
private import Synchronization

/// Learns which stored delivery a request becomes.
package final class DeliveryReceipt: Sendable {
    private let stored = Mutex<StoredDeliveryID?>(nil)

    /// A receipt of a request that has not been stored yet.
    package init() {}

    /// The delivery; nil if the request was not stored.
    package internal(set) var id: StoredDeliveryID? {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
