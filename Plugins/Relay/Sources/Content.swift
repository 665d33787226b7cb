import HarkEvents

/// The content of a payload in any format: named values.
struct Content {
    /// The values that a template can name, in the order sent.
    let fields: JSONObject

    /// The values that the relay's own summary is made of: those in the envelope, if the payload is one.
    let summarized: JSONObject

    /// The elements of a payload that is a list; nil for any other. `fields` are those of the first, and `items`.
    let elements: [JSONValue]?

    /// The payload's event, for filters: `event`, or the kind of a notification.
    var event: UntrustedText? { text(of: "event") ?? kind }

    /// The kind of a notification: apprise's `type`, which is `MessageType` in its XML, or how bad it is.
    var kind: UntrustedText? { text(of: "type", "MessageType") ?? severity }

    /// How bad a notification is, in a word: the levels of a log may be numbers.
    private var severity: UntrustedText? {
        ["severity", "level"].lazy.compactMap { summarized[$0]?.stringValue }.first { !$0.isEmpty }.map {
            UntrustedText($0)
        }
    }

    /// Reads a payload: an object or a form unchanged, a list by its elements, XML by its elements and attributes,
    /// anything else as the `message` of an object.
    /// - Parameter type: the payload's media type; plain text is never read as XML.
    /// - Throws: `Rejection` 415 if the payload is not text.
    init(_ payload: Payload, type: MediaType? = nil) throws(Rejection) {
        switch payload {
        case .json(let value): self.init(value)
        case .text(let text): self.init(text: text, mayBeXML: type?.type != "text" || type?.subtype == "xml")
        case .form(let form): self.init(form: form.fields.isEmpty ? Self.fields(of: form.files) : form.fields)
        case .bytes:
            throw Rejection(.unsupportedMediaType, "Send JSON, a form, XML or text in UTF-8.")
        }
    }

    /// Reads JSON.
    private init(_ value: JSONValue) {
        switch value {
        case .object(let object): self.init(Envelope(object))
        case .array(let elements): self.init(elements)
        case .string(let text): self.init(Envelope(content: ["message": .string(text)]))
        default: self.init(Envelope(content: ["message": .string(value.serialized())]))
        }
    }

    init(fields: JSONObject, summarized: JSONObject, elements: [JSONValue]?) {
        (self.fields, self.summarized, self.elements) = (fields, summarized, elements)
    }

    private init(_ envelope: Envelope) {
        fields = envelope.fields
        summarized = envelope.content
        elements = nil
    }

    /// Reads a list. One without an object at its head has nothing that could be named: it is shown as JSON.
    private init(_ elements: [JSONValue]) {
        self.elements = elements
        if case .object(let first)? = elements.first {
            let envelope = Envelope(first)
            fields = envelope.fields.adding(["items": .array(elements)])
            summarized = envelope.content
            return
        }
        var filter = CredentialFilter()
        let shown = filter.filtered(.array(elements)).serialized(upTo: EventNotification.limit)
        summarized = ["message": .string("\(shown)\(filter.remark.plain)")]
        fields = summarized.adding(["items": .array(elements)])
    }

    /// Reads a form: the JSON in its only field, whatever its name, as Slack's webhooks and Uptime Kuma send it; and
    /// the text itself if it was sent as a form without values, as `curl -d 'It is done.'` does.
    private init(form: FormFields) {
        if form.count == 1, let field = form.first, let value = JSONValue(in: field.value) {
            self.init(value, in: field.name)
        } else if form.count == 1, let payload = form["payload"] {
            self.init(text: payload, mayBeXML: false)
        } else if !form.isEmpty, form.allSatisfy(\.value.isEmpty) {
            self.init(text: form.map(\.name).joined(separator: "&"), mayBeXML: false)
        } else {
            self.init(Envelope(JSONObject(form.map { JSONObject.Member($0.name, .string($0.value)) })))
        }
    }

    /// The only file of a form, as a field: `curl -F data=@payload.json` sends one.
    private static func fields(of files: [UploadedFile]) -> FormFields {
        guard files.count == 1, let text = String(validating: files[0].bytes, as: UTF8.self) else {
            return FormFields()
        }
        return FormFields([FormFields.Field(files[0].name, UntrustedText(text).verbatim)])
    }

    /// Reads JSON that was within a field, by whose name a template may reach it too.
    private init(_ value: JSONValue, in name: String) {
        let content = Content(value)
        fields = content.fields.adding([name: value])
        summarized = content.summarized
        elements = content.elements
    }

    /// Reads a text as a message, or the JSON or the XML in it.
    private init(text: String, mayBeXML: Bool) {
        if let value = JSONValue(in: text) {
            self.init(value)
        } else if mayBeXML, let fields = try? XMLReader.fields(of: text) {
            self.init(Envelope(content: fields))
        } else {
            self.init(Envelope(content: ["message": .string(text)]))
        }
    }

    /// The text of the first of these fields with a text.
    func text(of names: String...) -> UntrustedText? {
        names.lazy.compactMap { PayloadView(summarized[$0]).asText ?? PayloadView(fields[$0]).asText }.first
    }
}

extension JSONValue {
    /// The JSON object or list in a text; nil if there is none.
    init?(in text: String) {
        guard let start = text.utf8.first(where: { $0 > 0x20 }),
            start == UInt8(ascii: "{") || start == UInt8(ascii: "["),
            let value = try? JSONValue(parsing: Array(text.utf8))
        else { return nil }
        self = value
    }
}

extension JSONObject {
    /// The object with those of these members whose names it does not have.
    func adding(_ others: JSONObject) -> JSONObject {
        JSONObject(Array(self) + others.filter { self[$0.name] == nil })
    }
}
