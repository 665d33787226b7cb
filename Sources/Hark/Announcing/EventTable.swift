/// The events that a plugin tells, each with what it says about one: `["push": pushed, "issues": issue]`.
public struct EventTable: Sendable {
    /// Says what a payload tells, or nil when it is not worth a line.
    public typealias Telling = @Sendable (Facts) -> Line?

    /// Where a delivery names its event.
    public let source: ValueSource

    /// Where a payload says what was done, such as `action`: the first of these fields that has a text counts.
    public let actions: [String]

    /// Where the payload stands in a form; JSON bodies are taken as they are.
    public let formField: String

    /// The names of the events, sorted.
    public var names: [String] { tellings.keys.sorted() }

    private let tellings: [String: Telling]
    private let fallback: Telling?

    /// A table of events.
    /// - Parameters:
    ///   - source: where a delivery names its event: a header field, or a field of the payload.
    ///   - actions: where a payload says what was done, as paths such as `object_attributes.action`.
    ///   - formField: the field of a form that holds the payload as JSON, for providers that send forms too.
    ///   - tellings: what is said, by the event's name.
    ///   - fallback: what is said of a delivery that names no event at all.
    public init(
        namedBy source: ValueSource,
        actionIn actions: [String] = ["action"],
        formField: String = "payload",
        _ tellings: [String: Telling],
        nameless fallback: Telling? = nil
    ) {
        self.source = source
        self.actions = actions
        self.formField = formField
        self.tellings = tellings
        self.fallback = fallback
    }

    /// What a payload of the named event is worth saying.
    func happening(_ name: String?, _ payload: Facts) -> Happening {
        let telling = name.map { tellings[$0] } ?? fallback
        let action = actions.lazy.compactMap { payload[path: $0].text }.first.flatMap { $0.isEventWord ? $0 : nil }
        return Happening(
            event: name, action: action, line: telling?(payload), isKnown: telling != nil)
    }
}

/// One delivery, read: which event it is of, and what is to be said about it.
public struct Happening: Sendable, Hashable {
    /// The event, as the provider names it; nil when the delivery names none.
    public let event: String?

    /// What was done, for events that come in several kinds: see `EventTable.actions`.
    public let action: String?

    /// What is to be said, or nil when it is not worth a line.
    public let line: Line?

    /// Whether the plugin tells events of that name at all.
    public let isKnown: Bool

    init(event: String?, action: String?, line: Line?, isKnown: Bool) {
        self.event = event
        self.action = action
        self.line = line
        self.isKnown = isKnown
    }

    /// What a plugin without a table has to say of a delivery.
    public init(event: String?, line: Line) { self.init(event: event, action: nil, line: line, isKnown: true) }

    /// Event and action for logs and counters, such as `issues.labeled`.
    public var title: String {
        let parts = [event.flatMap { $0.isEventWord ? $0 : nil } ?? "unnamed", action].compactMap(\.self)
        return parts.joined(separator: ".")
    }
}

extension String {
    /// Whether the text is made like the names of events: 1 to 64 ASCII letters, digits, spaces and `_-.:`.
    var isEventWord: Bool {
        (1...64).contains(utf8.count)
            && utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: " _-.:".utf8.contains(byte)
                }
            }
    }
}

extension BodyKind where Body == Happening {
    /// A payload of one of the table's events: JSON, or JSON in a field of a form. Anything else is answered 415, what is
    /// not JSON 400.
    public static func event(of table: EventTable) -> BodyKind {
        BodyKind(".event") { request in
            let payload = try request.payload(inField: table.formField)
            let name =
                switch table.source {
                case .header(let name): request.headers[name]
                case .query(let name): request.query[name]
                case .field(let path): payload[path: path].text
                }
            return table.happening(name, payload)
        }
    }
}

extension Request {
    /// The payload, whichever of the two content types the webhook was given.
    ///
    /// A form has it in the given field, or in a file sent in its place, as `curl -F payload=@push.json` does.
    fileprivate func payload(inField field: String) throws(Rejection) -> Facts {
        var json = body
        if mediaType?.isForm == true {
            guard let text = try form().text(of: field) else {
                throw Rejection(.badRequest, "The form has no field “\(field)”.")
            }
            json = Array(text.utf8)
        } else if mediaType?.isJSON != true {
            throw Rejection(.unsupportedMediaType, "Send the payload as application/json.")
        }
        do { return Facts(try JSONValue(parsing: json)) } catch {
            throw Rejection(.badRequest, "The payload is not JSON: \(error)")
        }
    }
}
