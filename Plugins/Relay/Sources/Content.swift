import HarkEvents

/// The content of a payload in any format: named values.
struct Content {
    /// The values, in the order sent.
    let fields: JSONObject

    /// The payload's event, for filters: `event`, or the kind of a notification.
    var event: UntrustedText? { text(of: "event") ?? kind }

    /// The kind of a notification: apprise's `type`, which is `MessageType` in its XML.
    var kind: UntrustedText? { text(of: "type", "MessageType") }

    /// Reads a payload: an object or a form unchanged, XML by its elements and attributes, anything else as the
    /// `message` of an object.
    /// - Parameter type: the payload's media type; plain text is never read as XML.
    /// - Throws: `Rejection` 415 if the payload is not text.
    init(_ payload: Payload, type: MediaType? = nil) throws(Rejection) {
        switch payload {
        case .json(.object(let object)): fields = object
        case .json(.string(let text)): fields = ["message": .string(text)]
        case .json(let value): fields = ["message": .string(value.serialized())]
        case .text(let text): fields = Self.fields(of: text, mayBeXML: type?.type != "text" || type?.subtype == "xml")
        case .form(let form): fields = Self.fields(of: form.fields)
        case .bytes:
            throw Rejection(.unsupportedMediaType, "Send JSON, a form, XML or text in UTF-8.")
        }
    }

    /// The fields of a form: those of the JSON in `payload` if that is the only field, as in Slack's webhooks, and the
    /// text itself if it was sent as a form without values, as `curl -d 'It is done.'` does.
    private static func fields(of form: FormFields) -> JSONObject {
        if form.count == 1, let payload = form["payload"] { return fields(of: payload) }
        if !form.isEmpty, form.allSatisfy(\.value.isEmpty) {
            return fields(of: form.map(\.name).joined(separator: "&"))
        }
        return JSONObject(form.map { JSONObject.Member($0.name, .string($0.value)) })
    }

    /// A text as a message, or the JSON object or the XML in it.
    private static func fields(of text: String, mayBeXML: Bool = false) -> JSONObject {
        if text.utf8.first == UInt8(ascii: "{"), case .object(let object)? = try? JSONValue(parsing: Array(text.utf8)) {
            return object
        }
        if mayBeXML, let fields = try? XMLReader.fields(of: text) { return fields }
        return ["message": .string(text)]
    }

    /// The text of the first of these fields with a text.
    func text(of names: String...) -> UntrustedText? { names.lazy.compactMap { PayloadView(fields[$0]).asText }.first }
}
