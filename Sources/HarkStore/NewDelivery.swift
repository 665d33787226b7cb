public import struct FoundationEssentials.Date

/// A delivery to be stored.
public struct NewDelivery: Sendable, Equatable {
    /// The identifier of its request, as the log and the sender's response have it. Senders may choose it.
    public var requestID: String
    /// What made it.
    public var origin: DeliveryOrigin
    /// The route that handles it.
    public var route: StoredRoute
    /// The name of its event, if its sender names one.
    public var event: String?
    /// What it has to be kept in order with, at most `StoreLimits.deliveryKey` bytes, and compared as bytes; nil if it
    /// is independent.
    public var key: String?
    /// What happens while another delivery with its key is unfinished.
    public var policy: StoredKeyPolicy
    /// Identifies repetitions of the delivery: a hash of the sender's identifier and its place; nil if its sender gives
    /// none.
    public var duplicateKey: UInt128?
    /// How long repetitions are recognised. What nobody used the store for does not count: `DeliveryStore.prune`.
    public var duplicateLifetime: Duration
    /// It is dead if it has not been handled by then.
    public var expiry: Date
    /// The request's head.
    public var head: [UInt8]
    /// The request's body, exactly as it arrived.
    public var body: [UInt8]

    /// A delivery. Without a key it has no policy either.
    public init(
        requestID: String, origin: DeliveryOrigin = .webhook, route: StoredRoute, event: String? = nil,
        key: String? = nil, policy: StoredKeyPolicy = .serial, duplicateKey: UInt128? = nil,
        duplicateLifetime: Duration = .seconds(30 * 86_400), expiry: Date, head: [UInt8] = [], body: [UInt8] = []
    ) {
        self.requestID = requestID
        self.origin = origin
        self.route = route
        self.event = event
        self.key = key
        self.policy = policy
        self.duplicateKey = duplicateKey
        self.duplicateLifetime = duplicateLifetime
        self.expiry = expiry
        self.head = head
        self.body = body
    }
}

/// What made a delivery.
public enum DeliveryOrigin: String, Sendable, Codable {
    /// A webhook of a sender.
    case webhook
    /// `!webhook test`.
    case test
    /// A slot of a schedule.
    case schedule

    /// The origin that a store has under this name. One that only a newer binary knows is shown as a webhook.
    package init(stored name: String) { self = DeliveryOrigin(rawValue: name) ?? .webhook }
}

/// A route as the store knows it.
public struct StoredRoute: Hashable, Sendable {
    /// The name of the plugin.
    public var plugin: String
    /// The route's methods and rule: `POST /deploys/<service>`.
    public var label: String

    /// A route of a plugin.
    public init(plugin: String, label: String) {
        self.plugin = plugin
        self.label = label
    }
}

/// What happens to a delivery while another one with the same plugin, route and key is unfinished.
///
/// At most one delivery with a key is ready or running; later ones wait for it. The policy of the newer delivery
/// decides what becomes of the older ones.
public enum StoredKeyPolicy: Sendable, Hashable {
    /// All run, one after the other, in the order of arrival.
    case serial
    /// One runs and one waits: a newer one supersedes the one that waits, and one that is ready but not due yet. One
    /// that runs and then has to wait for a retry or another time is superseded if a newer one waits.
    case latest
    /// While one is unfinished, newer ones are superseded at once.
    case first
    /// Like `latest`, and each is due only `delay` after it arrived, but at most `limit` after the first one of the
    /// burst arrived. A burst ends when one of it starts.
    case debounced(delay: Duration, limit: Duration)
}

/// What `DeliveryStore.add` did.
public enum AddedDelivery: Sendable, Equatable {
    /// It is stored as running, attempt 1; the caller runs it.
    case running(DeliveryRun)
    /// It is stored, and runs when it is claimed. `due` is when, if it is ready; `blocker` is the running delivery with
    /// its key, if there is one. With `first` it is superseded if its key is busy.
    case stored(StoredDeliveryID, state: DeliveryState, due: Date?, blocker: StoredDeliveryID?)
    /// It is a repetition of this delivery, which is not dead, quarantined or cancelled. Nothing was stored.
    case duplicate(StoredDeliveryID, state: DeliveryState)
    /// It is a repetition of this delivery, which was dead, quarantined or cancelled, and has been replayed. If the
    /// request of that one has been deleted, the repetition is a delivery of its own.
    case replayed(StoredDeliveryID)
}
