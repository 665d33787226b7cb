internal import HarkStore

/// Which bot answers on a control socket.
struct BotIdentity: Decodable, Sendable, Equatable {
    /// The version of its requests and answers.
    let version: Int
    /// The version of Hark.
    let release: String
    /// Its process id.
    let process: Int

    var json: JSONValue {
        ["version": .integer(version), "release": .string(release), "process": .integer(process)]
    }
}

/// What became of deliveries that a person wanted to change, or would become of them.
struct ChangeReport: Decodable, Sendable, Equatable {
    /// How many are changed.
    var count = 0
    /// What became of each, in sentences, where they were named.
    var changed: [String] = []
    /// Why the others are not changed.
    var unchanged: [String] = []

    mutating func add(_ change: DeliveryOperations.Change) {
        if change.isMade {
            count += 1
            changed.append(change.sentence)
        } else {
            unchanged.append(change.sentence)
        }
    }

    var json: JSONValue {
        let list = { (sentences: [String]) in JSONValue.array(sentences.map(JSONValue.string)) }
        return ["count": .integer(count), "changed": list(changed), "unchanged": list(unchanged)]
    }
}

/// The sizes of a store, and what is in it.
struct SizeReport: Decodable, Sendable, Equatable {
    /// Bytes of the database.
    let database: Int
    /// Bytes of its write-ahead log; nil for the store of a plugin.
    let log: Int?
    /// Bytes that are free on the disk; nil for a store in memory or of a plugin.
    let free: Int?
    /// How many deliveries are in each state that is not finished well.
    let deliveries: [String: Int]
    /// How many messages are not sent yet, by network.
    let messages: [String: Int]

    init(_ sizes: StoreSizes, _ summary: StoreSummary) {
        (database, log, free) = (sizes.database, sizes.log, sizes.free)
        deliveries = Dictionary(uniqueKeysWithValues: summary.deliveries.map { ($0.rawValue, $1) })
        messages = summary.unsentMessages
    }

    var json: JSONValue {
        let counts = { (counts: [String: Int]) in
            JSONValue.object(JSONObject(counts.sorted { $0.key < $1.key }.map { .init($0, .integer($1)) }))
        }
        return [
            "database": .integer(database), "log": log.map(JSONValue.integer) ?? .null,
            "free": free.map(JSONValue.integer) ?? .null,
            "deliveries": counts(deliveries), "messages": counts(messages),
        ]
    }
}
