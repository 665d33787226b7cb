internal import HarkStore

internal import struct FoundationEssentials.Date

/// What the command line wants of the store: from a running bot, or from the store itself.
enum ControlRequest: Sendable, Equatable {
    /// Which bot answers.
    case identity
    /// The newest deliveries that match.
    case deliveries(DeliveryFilter)
    /// Everything about a delivery but its body; the identifier may be the start of one.
    case delivery(id: String)
    /// The stored body of a delivery.
    case body(id: String)
    /// To handle deliveries again.
    case replay(DeliverySelection, ChangeMode)
    /// To cancel deliveries.
    case cancel(ids: [String], ChangeMode)
    /// To check the integrity of the store.
    case check
    /// To copy the store into a new file, at an absolute path.
    case backup(path: String)
    /// Sizes and counts.
    case sizes
    /// The metrics of a running bot.
    case metrics
    /// What rooms have subscribed to.
    case subscriptions
}

/// Which deliveries to list. All conditions must hold.
struct DeliveryFilter: Sendable, Equatable {
    /// In one of these states; empty for any.
    var states: [DeliveryState] = []
    /// Of this plugin; nil for any.
    var plugin: String?
    /// Received at this time or later; nil for any time.
    var since: Date?
    /// At most so many.
    var limit: Int
}

/// Which deliveries to handle again.
enum DeliverySelection: Sendable, Equatable {
    /// Those with these identifiers, or the starts of some.
    case ids([String])
    /// All that are dead or quarantined, of a plugin and received at a time or later if these are given.
    case dead(plugin: String?, since: Date?)
}

/// How to change deliveries.
struct ChangeMode: Sendable, Equatable {
    /// Who wants it, for the notes of the deliveries.
    var person: String
    /// Whether only to say what would be changed.
    var isTrial: Bool
}

extension ControlRequest {
    /// The version of requests and answers. A bot and a command line of different versions do not understand each
    /// other.
    static let version = 1

    /// The request as JSON.
    var json: JSONValue {
        var members: JSONObject = ["version": .integer(Self.version), "operation": .string(operation)]
        switch self {
        case .identity, .check, .sizes, .metrics, .subscriptions: break
        case .deliveries(let filter):
            members["states"] = .array(filter.states.map { .string($0.rawValue) })
            members["plugin"] = filter.plugin.map(JSONValue.string)
            members["since"] = filter.since.map { .string($0.rfc3339) }
            members["limit"] = .integer(filter.limit)
        case .delivery(let id), .body(let id): members["ids"] = [.string(id)]
        case .replay(.ids(let ids), let mode), .cancel(let ids, let mode):
            members["ids"] = .array(ids.map(JSONValue.string))
            members.set(mode)
        case .replay(.dead(let plugin, let since), let mode):
            members["plugin"] = plugin.map(JSONValue.string)
            members["since"] = since.map { .string($0.rfc3339) }
            members.set(mode)
        case .backup(let path): members["path"] = .string(path)
        }
        return .object(members)
    }

    private var operation: String {
        switch self {
        case .identity: "identity"
        case .deliveries: "deliveries"
        case .delivery: "delivery"
        case .body: "body"
        case .replay: "replay"
        case .cancel: "cancel"
        case .check: "check"
        case .backup: "backup"
        case .sizes: "sizes"
        case .metrics: "metrics"
        case .subscriptions: "subscriptions"
        }
    }

    /// Reads a request.
    /// - Throws: `Rejection` 400 if it is of another version or incomplete.
    init(_ json: JSONValue) throws(Rejection) {
        guard json["version"]?.intValue == Self.version else {
            throw Rejection(.badRequest, "This bot is hark \(Release.version), and does not know such requests.")
        }
        guard let fields = try? json.decoded(as: Fields.self), let request = Self(fields) else {
            throw Rejection(.badRequest, "The request is incomplete.")
        }
        self = request
    }

    /// The members that a request may have.
    private struct Fields: Decodable {
        let operation: String
        var ids: [String]?
        var states: [DeliveryState]?
        var plugin: String?
        var since: Date?
        var limit: Int?
        var path: String?
        var person: String?
        var trial: Bool?

        var mode: ChangeMode? { person.map { ChangeMode(person: $0, isTrial: trial ?? true) } }
    }

    private init?(_ fields: Fields) {
        switch fields.operation {
        case "identity": self = .identity
        case "check": self = .check
        case "sizes": self = .sizes
        case "metrics": self = .metrics
        case "subscriptions": self = .subscriptions
        case "deliveries":
            guard let limit = fields.limit else { return nil }
            self = .deliveries(
                DeliveryFilter(
                    states: fields.states ?? [], plugin: fields.plugin, since: fields.since, limit: limit))
        case "delivery", "body":
            guard let id = fields.ids?.first else { return nil }
            self = fields.operation == "body" ? .body(id: id) : .delivery(id: id)
        case "replay":
            guard let mode = fields.mode else { return nil }
            self = .replay(fields.ids.map { .ids($0) } ?? .dead(plugin: fields.plugin, since: fields.since), mode)
        case "cancel":
            guard let mode = fields.mode, let ids = fields.ids else { return nil }
            self = .cancel(ids: ids, mode)
        case "backup":
            guard let path = fields.path else { return nil }
            self = .backup(path: path)
        default: return nil
        }
    }
}

extension JSONObject {
    fileprivate mutating func set(_ mode: ChangeMode) {
        self["person"] = .string(mode.person)
        self["trial"] = .bool(mode.isTrial)
    }
}

extension Date {
    /// The time in UTC by RFC 3339, to the nearest millisecond.
    var rfc3339: String {
        // `Timestamp` cuts the rest off, and a `Double` may be less than the millisecond that it stands for.
        "\(Timestamp(addingTimeInterval(0.0005)))"
    }
}
