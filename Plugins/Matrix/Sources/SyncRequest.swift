import HarkEvents

/// A request to `/sync` (spec.matrix.org, Client-Server API, “Syncing”).
struct SyncRequest: Sendable {
    /// The position to continue from; nil for the first request, whose response is history.
    var since: String?

    /// Whether the server may wait for events.
    var waits = true

    /// How long it may wait, and how much longer the response may take.
    static let wait = Duration.seconds(30)
    static let patience = Duration.seconds(15)

    /// Longest response, in bytes.
    static let answerLimit = 32 << 20

    /// Longest time for the response. The first one takes the server longer.
    var timeout: Duration { since == nil ? .seconds(120) : Self.wait + Self.patience }

    var path: MatrixPath {
        let timeout = waits && since != nil ? "30000" : "0"
        let filter = Self.filter(timelineLimit: since == nil ? 1 : 50).serialized()
        guard let since else {
            return MatrixPath("sync").with(["timeout": timeout, "set_presence": "offline", "filter": filter])
        }
        return MatrixPath("sync").with(
            ["since": since, "timeout": timeout, "set_presence": "offline", "filter": filter])
    }

    /// The events that the bot needs: no presence, no typing, no receipts, and only the members who send messages.
    private static func filter(timelineLimit: Int) -> JSONValue {
        let state: [JSONValue] = [
            "m.room.canonical_alias", "m.room.encryption", "m.room.member", "m.room.name", "m.room.tombstone",
        ]
        return [
            "presence": ["types": []], "account_data": ["types": ["m.direct"]],
            "room": [
                "account_data": ["types": []], "ephemeral": ["types": []],
                "state": ["types": .array(state), "lazy_load_members": true],
                "timeline": [
                    "types": .array(state + ["m.room.message"]), "lazy_load_members": true,
                    "limit": .integer(timelineLimit),
                ],
            ],
        ]
    }
}
