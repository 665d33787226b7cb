/// A message as the outbox stores it: JSON with the parts that are not empty.
extension Message {
    /// The message as JSON.
    var storedForm: JSONValue {
        var members: [JSONObject.Member] = [.init("text", .array(text.spans.map(\.storedForm)))]
        if text.missingFieldCount > 0 { members.append(.init("missing", .integer(text.missingFieldCount))) }
        if let severity { members.append(.init("severity", .string(severity.rawValue))) }
        switch thread {
        case .message(let id): members.append(.init("thread", ["message": .string(id.text)]))
        case .subject(let subject): members.append(.init("thread", ["subject": .string(subject.verbatim)]))
        case nil: break
        }
        if isAlsoInRoom { members.append(.init("alsoInRoom", true)) }
        if let replaces { members.append(.init("replaces", .string(replaces.text.verbatim))) }
        if let replyTo { members.append(.init("replyTo", .string(replyTo.text))) }
        return .object(JSONObject(members))
    }

    /// The message that was stored.
    /// - Throws: `UnreadableMessage` for what this version does not write.
    init(stored: JSONValue) throws(UnreadableMessage) {
        guard let parts = stored["text"]?.arrayValue else { throw UnreadableMessage("it has no text") }
        var spans: [ChatText.Span] = []
        for part in parts { spans.append(try ChatText.Span(stored: part)) }
        var text = ChatText(spans: spans)
        text.missingFieldCount = stored["missing"]?.intValue ?? 0
        var severity: Severity?
        if let name = stored["severity"] {
            severity = name.stringValue.flatMap(Severity.init(rawValue:))
            guard severity != nil else { throw UnreadableMessage("its severity is unknown") }
        }
        self.init(
            text, severity: severity, thread: try stored["thread"].map(ThreadKey.init(stored:)),
            isAlsoInRoom: stored["alsoInRoom"]?.boolValue ?? false,
            replaces: stored["replaces"]?.stringValue.map { MessageKey(UntrustedText($0)) },
            replyTo: stored["replyTo"]?.stringValue.map { MessageID($0) })
    }
}

extension ThreadKey {
    fileprivate init(stored: JSONValue) throws(UnreadableMessage) {
        if let id = stored["message"]?.stringValue {
            self = .message(MessageID(id))
        } else if let subject = stored["subject"]?.stringValue {
            self = .subject(UntrustedText(subject))
        } else {
            throw UnreadableMessage("its thread is unknown")
        }
    }
}

extension ChatText.Span {
    /// The kind, and what the span of that kind has.
    fileprivate var storedForm: JSONValue {
        switch self {
        case .plain(let text): ["plain", .string(text)]
        case .strong(let text): ["strong", .string(text)]
        case .emphasis(let text): ["emphasis", .string(text)]
        case .code(let text): ["code", .string(text)]
        case .link(let text, let url): ["link", .string(text), .string(url)]
        case .person(let person):
            [
                "person", .string(person.id), .string(person.displayName),
                person.network.map { .string($0.text) } ?? .null,
            ]
        }
    }

    fileprivate init(stored: JSONValue) throws(UnreadableMessage) {
        let parts = (0..<4).map { stored[$0]?.stringValue }
        switch (parts[0], parts[1], parts[2]) {
        case ("plain", let text?, _): self = .plain(text)
        case ("strong", let text?, _): self = .strong(text)
        case ("emphasis", let text?, _): self = .emphasis(text)
        case ("code", let text?, _): self = .code(text)
        case ("link", let text?, let url?): self = .link(text, url: url)
        case ("person", let id?, let name?):
            self = .person(Person(id: id, on: parts[3].map { NetworkName($0) }, displayName: name))
        default: throw UnreadableMessage("a part of its text is of an unknown kind")
        }
    }
}

/// A stored message that this version cannot read.
struct UnreadableMessage: Error, Equatable, CustomStringConvertible {
    /// One sentence.
    let description: String

    /// - Parameter reason: what is wrong with it, without a full stop.
    init(_ reason: String) { description = "The stored message cannot be read: \(reason)." }
}
