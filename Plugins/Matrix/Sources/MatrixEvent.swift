import HarkEvents

import struct FoundationEssentials.Date

/// An event of a room (spec.matrix.org, Client-Server API, “Room event format”).
struct MatrixEvent: Sendable {
    let id: String
    let type: String
    let sender: String
    /// The state key; nil for an event that is not a state event.
    let stateKey: String?
    let content: PayloadView
    private let time: Int?
    private let age: Int?

    /// Parses an event; nil if it is invalid.
    init?(_ event: PayloadView) {
        guard let type = event.type.asText?.verbatim, let sender = event.sender.asText?.verbatim else { return nil }
        self.type = type
        self.sender = sender
        id = event.event_id.asText?.verbatim ?? ""
        stateKey = event.state_key.exists ? event.state_key.asText?.verbatim ?? "" : nil
        content = event.content
        time = event.origin_server_ts.asInt
        age = event["unsigned"].age.asInt
    }

    /// Its age, by the server's clock if the event contains it, because clocks differ.
    func age(at now: Date) -> Duration? {
        if let age, age >= 0 { return .milliseconds(age) }
        guard let time, (0...1 << 53).contains(time) else { return nil }
        return .seconds(now.timeIntervalSince1970) - .milliseconds(time)
    }

    /// Whether it is a state event about the whole room.
    var isRoomState: Bool { stateKey == "" }
}
