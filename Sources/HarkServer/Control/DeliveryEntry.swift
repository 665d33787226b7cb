internal import HarkStore

internal import struct FoundationEssentials.Date

/// A stored delivery, as the command line shows it.
struct DeliveryEntry: Decodable, Sendable, Equatable {
    let id: String
    /// Its number in the store.
    let number: Int
    let plugin: String
    let route: String
    let event: String?
    let origin: DeliveryOrigin
    let key: String?
    let state: DeliveryState
    let received: Date
    let due: Date
    let started: Date?
    let finished: Date?
    let expires: Date
    let attempt: Int
    let crashes: Int
    let replays: Int
    let outcome: String?
    let size: Int

    init(_ record: DeliveryRecord) {
        id = record.requestID
        number = Int(record.id.rawValue)
        plugin = record.route.plugin
        route = record.route.label
        event = record.event
        origin = record.origin
        key = record.key
        state = record.state
        received = record.received
        due = record.due
        started = record.started
        finished = record.finished
        expires = record.expiry
        attempt = record.attempt
        crashes = record.crashes
        replays = record.generation
        outcome = record.outcome
        size = record.size
    }

    /// What `--json` documents: every member is always there.
    var json: JSONValue {
        [
            "id": .string(id), "number": .integer(number), "plugin": .string(plugin), "route": .string(route),
            "event": .text(event), "origin": .string(origin.rawValue), "key": .text(key),
            "state": .string(state.rawValue), "received": .time(received), "due": .time(due),
            "started": .time(started), "finished": .time(finished), "expires": .time(expires),
            "attempt": .integer(attempt), "crashes": .integer(crashes), "replays": .integer(replays),
            "outcome": .text(outcome), "size": .integer(size),
        ]
    }
}

/// Everything about a stored delivery but its body.
struct DeliveryDetails: Decodable, Sendable, Equatable {
    /// A failed attempt, or a note of what a person did.
    struct Attempt: Decodable, Sendable, Equatable {
        /// How often the delivery had been replayed.
        let replays: Int
        /// Its number since then; nil for a note.
        let attempt: Int?
        let ended: Date
        let text: String

        init(_ attempt: DeliveryAttempt) {
            replays = attempt.generation
            self.attempt = attempt.number > 0 ? attempt.number : nil
            ended = attempt.ended
            text = attempt.text
        }

        fileprivate var json: JSONValue {
            [
                "replays": .integer(replays), "attempt": attempt.map(JSONValue.integer) ?? .null, "ended": .time(ended),
                "text": .string(text),
            ]
        }
    }

    /// The request line, the header section and the client of its request.
    struct Head: Decodable, Sendable, Equatable {
        let method: String
        let target: String
        let client: String
        /// Names and values.
        let headers: [[String]]

        init(_ request: Request) {
            method = request.method.rawValue
            target = "\(request.target)"
            client = "\(request.client)"
            headers = request.headers.map { [$0.name.rawName, $0.value] }
        }

        fileprivate var json: JSONValue {
            [
                "method": .string(method), "target": .string(target), "client": .string(client),
                "headers": .array(headers.map { .array($0.map(JSONValue.string)) }),
            ]
        }
    }

    let delivery: DeliveryEntry
    /// The oldest first.
    let attempts: [Attempt]
    /// Its request; nil if it is not stored any more.
    let request: Head?
    /// The start of its body as text; nil if it is not stored any more.
    let bodyStart: String?

    /// The members of `delivery`, and `attempts`, `request` and `bodyStart`.
    var json: JSONValue {
        var members = delivery.json.objectValue ?? [:]
        members["attempts"] = .array(attempts.map(\.json))
        members["request"] = request?.json ?? .null
        members["bodyStart"] = .text(bodyStart)
        return .object(members)
    }
}

extension DeliveryDetails {
    private enum CodingKeys: String, CodingKey { case attempts, request, bodyStart }

    init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        try self.init(
            delivery: DeliveryEntry(from: decoder), attempts: members.decode([Attempt].self, forKey: .attempts),
            request: members.decodeIfPresent(Head.self, forKey: .request),
            bodyStart: members.decodeIfPresent(String.self, forKey: .bodyStart))
    }
}

extension JSONValue {
    /// A time by RFC 3339, or null.
    static func time(_ date: Date?) -> JSONValue { date.map { .string($0.rfc3339) } ?? .null }

    /// A text, or null.
    static func text(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
