import Hark

/// One delivery of GitHub's, read: the name of the event and what its payload tells.
struct Occurrence: Sendable {
    /// The name that `X-GitHub-Event` gives, such as `pull_request`; nil when the header is missing.
    let name: String?

    /// What happened.
    let event: any Event

    /// Reads a payload that was sent as JSON, or as JSON in the form field `payload`.
    /// - Throws: `Rejection`, 415 for another media type, 400 for a payload or an event's name that is malformed.
    init(_ request: Request) throws(Rejection) {
        let name = request.headers["X-GitHub-Event"]
        if let name, !name.isEventWord {
            throw Rejection(.badRequest, "X-GitHub-Event is not the name of an event.")
        }
        try self.init(name: name, json: try request.gitHubPayload())
    }

    /// Reads the payload of the event that is called `name`.
    /// - Throws: `Rejection` 400 for a payload that is not JSON or lacks what the event is about.
    init(name: String?, json: [UInt8]) throws(Rejection) {
        self.name = name
        let type = name.map { eventTypes[$0] ?? UnknownEvent.self } ?? NamelessEvent.self
        event = try Self.decoded(type, from: json)
    }

    private static func decoded<Happening: Event>(
        _ type: Happening.Type,
        from json: [UInt8]
    ) throws(Rejection) -> any Event {
        try decodeJSON(type, from: json, named: "The payload")
    }

    /// Event and action for logs and counters, such as `issues.labeled`: no more than letters, digits, `_` and the dot.
    var title: String {
        [name, event.action].compactMap(\.self).filter(\.isEventWord).joined(separator: ".")
    }
}

extension BodyKind where Body == Occurrence {
    /// A payload of GitHub's: JSON, or a form with JSON in the field `payload`.
    static var occurrence: BodyKind { BodyKind(".occurrence") { try Occurrence($0) } }
}

extension String {
    /// Whether the text is made like the names of GitHub's events and actions: 1 to 64 ASCII letters, digits and `_`.
    fileprivate var isEventWord: Bool {
        (1...64).contains(utf8.count)
            && unicodeScalars.allSatisfy {
                ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
            }
    }
}
