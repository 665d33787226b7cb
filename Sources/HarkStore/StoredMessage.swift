public import struct FoundationEssentials.Date

/// Identifies a stored message. Newer messages have greater numbers.
public struct StoredMessageID: RawRepresentable, Hashable, Comparable, Sendable, Codable {
    /// The number, from 1.
    public let rawValue: Int64

    /// The message with this number.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    public static func < (one: StoredMessageID, other: StoredMessageID) -> Bool { one.rawValue < other.rawValue }
}

/// The state of a message.
public enum StoredMessageState: String, Sendable, Codable, CaseIterable {
    /// It has not been sent yet.
    case pending
    /// The network is being asked to say it.
    case sending
    /// It may have been sent: no answer came.
    case uncertain
    /// It has been sent.
    case sent
    /// The network refused it for good.
    case dead
    /// After a second attempt it is still uncertain whether it has been sent.
    case givenUp
    /// It was too old, or its room had too many.
    case dropped
    /// A summary replaced it after an outage.
    case folded

    /// The state that a store has under this name. One that only a newer binary knows is shown as dropped, so that the
    /// message is not sent; its row is not changed.
    package init(stored name: String) { self = StoredMessageState(rawValue: name) ?? .dropped }

    /// Whether it has still to be sent.
    public var isUnsent: Bool {
        switch self {
        case .pending, .sending, .uncertain: true
        case .sent, .dead, .givenUp, .dropped, .folded: false
        }
    }
}

/// A message to be stored.
public struct NewStoredMessage: Sendable, Equatable {
    /// The delivery whose handler says it, if one does.
    public var delivery: StoredDeliveryID?
    /// The name of the network.
    public var network: String
    /// The room, as the network names it.
    public var room: String
    /// The message, encoded by the host.
    public var content: [UInt8]
    /// Identifies repetitions of the message: a hash of delivery, generation, room, text and occurrence; nil if it has
    /// none.
    public var repetitionKey: UInt128?

    /// A message.
    public init(
        delivery: StoredDeliveryID? = nil, network: String, room: String, content: [UInt8],
        repetitionKey: UInt128? = nil
    ) {
        self.delivery = delivery
        self.network = network
        self.room = room
        self.content = content
        self.repetitionKey = repetitionKey
    }
}

/// What `DeliveryStore.addMessage` did.
public enum AddedMessage: Sendable, Equatable {
    /// It is stored as pending.
    case stored(StoredMessageID)
    /// A message with its `repetitionKey` is stored already.
    case repetition(StoredMessage)
}

/// A stored message.
public struct StoredMessage: Sendable, Equatable {
    /// Its number in the store.
    public var id: StoredMessageID
    /// The delivery whose handler says it, if one does.
    public var delivery: StoredDeliveryID?
    /// The name of the network.
    public var network: String
    /// The room, as the network names it.
    public var room: String
    /// The message, encoded by the host.
    public var content: [UInt8]
    /// Its state.
    public var state: StoredMessageState
    /// How often the network was asked to say it.
    public var attempts: Int
    /// When it was stored.
    public var created: Date
    /// When it left the unsent states, if it has.
    public var finished: Date?
    /// The network's identifier of the message, if it was sent.
    public var remoteID: String?
    /// Why it failed, at most `StoreLimits.reason` bytes.
    public var error: String?

    /// A message with these values.
    public init(
        id: StoredMessageID, delivery: StoredDeliveryID?, network: String, room: String, content: [UInt8],
        state: StoredMessageState, attempts: Int, created: Date, finished: Date?, remoteID: String?, error: String?
    ) {
        self.id = id
        self.delivery = delivery
        self.network = network
        self.room = room
        self.content = content
        self.state = state
        self.attempts = attempts
        self.created = created
        self.finished = finished
        self.remoteID = remoteID
        self.error = error
    }
}

/// A change of a message. `sending` counts an attempt.
public struct MessageChange: Sendable, Equatable {
    /// Its new state.
    public var state: StoredMessageState
    /// The network's identifier of the message, if it was sent; nil to leave it as it is.
    public var remoteID: String?
    /// Why it failed; nil if it did not.
    public var error: String?
    /// The message, encoded anew; nil to leave it as it is.
    public var content: [UInt8]?

    /// A change.
    public init(_ state: StoredMessageState, remoteID: String? = nil, error: String? = nil, content: [UInt8]? = nil) {
        self.state = state
        self.remoteID = remoteID
        self.error = error
        self.content = content
    }
}

/// Which messages to list. All conditions must hold.
public struct MessageQuery: Sendable, Equatable {
    /// To this network.
    public var network: String?
    /// To this room.
    public var room: String?
    /// In one of these states; empty for any.
    public var states: Set<StoredMessageState>
    /// Whether the newest come first.
    public var isNewestFirst: Bool
    /// Beyond this one in that order, to go on after a page.
    public var after: StoredMessageID?
    /// At most so many.
    public var limit: Int

    /// Messages that meet these conditions.
    public init(
        network: String? = nil, room: String? = nil, states: Set<StoredMessageState> = [],
        isNewestFirst: Bool = false, after: StoredMessageID? = nil, limit: Int = 1000
    ) {
        self.network = network
        self.room = room
        self.states = states
        self.isNewestFirst = isNewestFirst
        self.after = after
        self.limit = limit
    }
}
