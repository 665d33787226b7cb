import HarkEvents

/// What a payload says, whatever its form: named values.
struct Content {
    /// The values, in the order sent.
    let fields: JSONObject

    /// What the payload calls its event, for filters: `event`, or the kind of a notification.
    var event: UntrustedText? { text(of: "event") ?? kind }

    /// The kind of a notification: apprise's `type`, which is `MessageType` in its XML.
    var kind: UntrustedText? { text(of: "type", "MessageType") }

    /// Reads a payload: an object or a form as it is, XML by its elements and attributes, anything else as the
    /// `message` of an object.
    /// - Parameter type: the payload's media type; plain text is never read as XML.
    /// - Throws: `Rejection` 415 when the payload is no text.
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

    /// The fields of a form: those of the JSON in `payload` where that is all there is, as Slack's webhooks have it,
    /// and the text itself where that was sent as a form without values, as `curl -d 'It is done.'` does.
    private static func fields(of form: FormFields) -> JSONObject {
        if form.count == 1, let payload = form["payload"] { return fields(of: payload) }
        if !form.isEmpty, form.allSatisfy(\.value.isEmpty) {
            return fields(of: form.map(\.name).joined(separator: "&"))
        }
        return JSONObject(form.map { JSONObject.Member($0.name, .string($0.value)) })
    }

    /// A text as a message, or the object that it is in JSON, or what XML holds.
    private static func fields(of text: String, mayBeXML: Bool = false) -> JSONObject {
        if text.utf8.first == UInt8(ascii: "{"), case .object(let object)? = try? JSONValue(parsing: Array(text.utf8)) {
            return object
        }
        if mayBeXML, let fields = try? XMLReader.fields(of: text) { return fields }
        return ["message": .string(text)]
    }

    /// The text of the first of these fields that has one.
    func text(of names: String...) -> UntrustedText? { names.lazy.compactMap { PayloadView(fields[$0]).asText }.first }
}
