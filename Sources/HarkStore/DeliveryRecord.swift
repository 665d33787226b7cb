public import struct FoundationEssentials.Date

/// Identifies a stored delivery. Newer deliveries have greater numbers.
public struct StoredDeliveryID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// The number, from 1.
    public let rawValue: Int64

    /// The delivery with this number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static func < (one: StoredDeliveryID, other: StoredDeliveryID) -> Bool { one.rawValue < other.rawValue }
}

/// The state of a delivery.
public enum DeliveryState: String, Sendable, Codable, CaseIterable {
    /// It runs when it is due and a worker is free.
    case ready
    /// It waits for another delivery with its key.
    case waiting
    /// A handler runs.
    case running
    /// It was handled.
    case done
    /// A newer delivery with its key made it unnecessary.
    case superseded
    /// A person, or a newer delivery with its key, cancelled it.
    case cancelled
    /// It failed too often, was refused by its handler, or became too old.
    case dead
    /// The process died too often while it was running. Only a person makes it run again.
    case quarantined
    /// The bot has no such plugin or route now.
    case homeless

    /// The state that a store has under this name. One that only a newer binary knows is shown as dead; its row is not
    /// changed.
    package init(stored name: String) { self = DeliveryState(rawValue: name) ?? .dead }

    /// Whether it has still to be handled.
    public var isUnfinished: Bool {
        switch self {
        case .ready, .waiting, .running, .homeless: true
        case .done, .superseded, .cancelled, .dead, .quarantined: false
        }
    }
}

/// A stored delivery without its request.
public struct DeliveryRecord: Sendable, Equatable {
    /// Its number in the store.
    public var id: StoredDeliveryID
    /// The identifier of its request.
    public var requestID: String
    /// What made it.
    public var origin: DeliveryOrigin
    /// The route that handles it.
    public var route: StoredRoute
    /// The name of its event, if its sender named one.
    public var event: String?
    /// What it is kept in order with.
    public var key: String?
    /// Its state.
    public var state: DeliveryState
    /// When it was stored. Never decreases from one delivery to the next.
    public var received: Date
    /// When it may run, if it is ready or waiting; when it became homeless, if it is.
    public var due: Date
    /// When the latest run started, if one did.
    public var started: Date?
    /// When it left the unfinished states, if it has.
    public var finished: Date?
    /// It is dead if it is not handled by then.
    public var expiry: Date
    /// How many runs of this generation began, not counting those that were postponed or released.
    public var attempt: Int
    /// How many processes died while it was running.
    public var crashes: Int
    /// How often it was replayed.
    public var generation: Int
    /// The outcome of the latest run, or the reason of its state; at most `StoreLimits.reason` bytes.
    public var outcome: String?
    /// The length of its body, in bytes.
    public var size: Int

    /// A record with these values.
    public init(
        id: StoredDeliveryID, requestID: String, origin: DeliveryOrigin, route: StoredRoute, event: String?,
        key: String?,
        state: DeliveryState, received: Date, due: Date, started: Date?, finished: Date?, expiry: Date, attempt: Int,
        crashes: Int, generation: Int, outcome: String?, size: Int
    ) {
        self.id = id
        self.requestID = requestID
        self.origin = origin
        self.route = route
        self.event = event
        self.key = key
        self.state = state
        self.received = received
        self.due = due
        self.started = started
        self.finished = finished
        self.expiry = expiry
        self.attempt = attempt
        self.crashes = crashes
        self.generation = generation
        self.outcome = outcome
        self.size = size
    }
}

/// The request of a stored delivery.
public struct StoredPayload: Sendable, Equatable {
    /// The request's head, as it was stored.
    public var head: [UInt8]
    /// The request's body.
    public var body: [UInt8]

    /// A request.
    public init(head: [UInt8], body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// A failed attempt of a delivery, or a note of what a person did with it.
public struct DeliveryAttempt: Sendable, Equatable {
    /// The generation of the delivery.
    public var generation: Int
    /// The number of the attempt in its generation; 0 for a note.
    public var number: Int
    /// When it ended.
    public var ended: Date
    /// The error or the note, at most `StoreLimits.reason` bytes.
    public var text: String

    /// An attempt with these values.
    public init(generation: Int, number: Int, ended: Date, text: String) {
        self.generation = generation
        self.number = number
        self.ended = ended
        self.text = text
    }
}

/// Which deliveries to list. All conditions must hold.
public struct DeliveryQuery: Sendable, Equatable {
    /// This one.
    public var id: StoredDeliveryID?
    /// Of this plugin.
    public var plugin: String?
    /// In one of these states; empty for any.
    public var states: Set<DeliveryState>
    /// Received at this time or later.
    public var since: Date?
    /// Whose request's identifier begins with this.
    public var requestIDPrefix: String?
    /// Older than this one, to go on after a page.
    public var before: StoredDeliveryID?
    /// At most so many.
    public var limit: Int

    /// The newest deliveries that meet these conditions.
    public init(
        id: StoredDeliveryID? = nil, plugin: String? = nil, states: Set<DeliveryState> = [], since: Date? = nil,
        requestIDPrefix: String? = nil,
        before: StoredDeliveryID? = nil, limit: Int = 100
    ) {
        self.id = id
        self.plugin = plugin
        self.states = states
        self.since = since
        self.requestIDPrefix = requestIDPrefix
        self.before = before
        self.limit = limit
    }
}
