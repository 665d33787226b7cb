/// Whether a route's deliveries are stored before they are acknowledged, and handled after that.
public enum RouteDurability: Sendable {
    /// Durable, with the default options, if the body is an event of a provider's table; otherwise answering.
    case automatic
    /// A delivery is stored, acknowledged, and then handled, again if that fails.
    case durable(DurableOptions)
    /// A delivery is handled, and its sender gets what the handler returns.
    case answering
}

/// How the deliveries of a durable route are handled.
public struct DurableOptions: Sendable {
    /// The fields that are the key of a delivery; empty if deliveries are independent of each other.
    public let key: [DeliveryField]

    /// What happens to a delivery while another one with its key is unfinished.
    public let policy: KeyPolicy

    /// Longest time for one attempt of the handler; its task is cancelled then.
    public let timeLimit: Duration

    /// How often a delivery is attempted before it is given up, at least once.
    public let attempts: Int

    init(key: [DeliveryField] = [], policy: KeyPolicy = .serial, within timeLimit: Duration?, attempts: Int?) {
        self.key = key
        self.policy = policy
        self.timeLimit = timeLimit ?? .seconds(60)
        self.attempts = attempts ?? 10
    }
}

extension Route {
    /// The same row with durable deliveries, for senders that want nothing but an acknowledgement: each one is stored
    /// and acknowledged before the handler runs. If the handler fails, it is attempted again later, also after the bot
    /// was restarted. What the handler returns is kept as the delivery's outcome, and not sent. A body that cannot be
    /// decoded is still answered 400 or 415.
    ///
    /// Rows of a provider's events are durable by themselves.
    /// - Parameters:
    ///   - timeLimit: longest time for one attempt, more than 0; nil for 60 s.
    ///   - attempts: how often the handler is attempted, at least once; nil for 10 times, over about 20 hours.
    public func durable(within timeLimit: Duration? = nil, attempts: Int? = nil) -> Route {
        durable(DurableOptions(within: timeLimit, attempts: attempts))
    }

    /// The same row with durable deliveries, of which those with the same key are handled one at a time:
    ///
    /// ```swift
    /// .post("/ci", .json, built).durable(key: \.body.repository, .latest, within: .seconds(600), attempts: 5)
    /// ```
    ///
    /// The key is the text of a string, number or Boolean. A delivery without the field, or with null, an object or a
    /// list there, has no key and is independent of all others.
    /// - Parameters:
    ///   - field: the place of the key: `\.body.repository`, `\.path.service`, `\.query.room`, `\.headers["X-Room"]`.
    ///   - policy: what happens to a delivery while another one with its key is unfinished.
    ///   - timeLimit: longest time for one attempt, more than 0; nil for 60 s.
    ///   - attempts: how often the handler is attempted, at least once; nil for 10 times, over about 20 hours.
    public func durable(
        key field: (DeliveryFields) -> DeliveryField,
        _ policy: KeyPolicy = .serial,
        within timeLimit: Duration? = nil,
        attempts: Int? = nil
    ) -> Route {
        let key = [field(DeliveryFields())]
        return durable(DurableOptions(key: key, policy: policy, within: timeLimit, attempts: attempts))
    }

    /// The same row with durable deliveries, whose key is several fields together:
    /// `.durable(key: [\.path.service, \.body.branch], .latest)`. A delivery that lacks one of them has no key.
    /// - Parameters:
    ///   - fields: the places of the key's parts, one or more.
    ///   - policy: what happens to a delivery while another one with its key is unfinished.
    ///   - timeLimit: longest time for one attempt, more than 0; nil for 60 s.
    ///   - attempts: how often the handler is attempted, at least once; nil for 10 times, over about 20 hours.
    public func durable(
        key fields: [(DeliveryFields) -> DeliveryField],
        _ policy: KeyPolicy = .serial,
        within timeLimit: Duration? = nil,
        attempts: Int? = nil
    ) -> Route {
        let key = fields.map { $0(DeliveryFields()) }
        return durable(DurableOptions(key: key, policy: policy, within: timeLimit, attempts: attempts))
    }

    /// The same row for senders that need the handler's own answer, although its deliveries are events of a provider:
    /// nothing is stored. Rows with other bodies answer by themselves.
    public func answering() -> Route {
        var row = self
        row.durability = .answering
        return row
    }

    private func durable(_ options: DurableOptions) -> Route {
        var row = self
        row.durability = .durable(options)
        return row
    }

    /// How its deliveries are stored and handled, or nil if the row is not durable. An event row with `GET` or `HEAD`
    /// among its methods is not: such requests want an answer.
    package var durableOptions: DurableOptions? {
        switch durability {
        case .durable(let options): options
        case .automatic where bodyKind?.format == .event && !methods.contains { $0 == .get || $0 == .head }:
            DurableOptions(within: nil, attempts: nil)
        case .automatic, .answering: nil
        }
    }

    /// Whether its deliveries are stored and acknowledged before they are handled.
    public var isDurable: Bool { durableOptions != nil }
}
