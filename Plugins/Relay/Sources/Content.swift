import Hark

/// What a payload says, whatever its form: named values.
struct Content {
    /// The values, in the order sent.
    let fields: JSONObject

    /// What the payload calls its event, for filters: `event`, or the `type` of an apprise notification.
    var event: String? { Facts(fields["event"]).text ?? Facts(fields["type"]).text }

    /// Reads a payload: an object as it is, anything else as the `message` of one.
    /// - Throws: `Rejection` 415 when the payload is no text.
    init(_ payload: Payload) throws(Rejection) {
        switch payload {
        case .json(.object(let object)): fields = object
        case .json(.string(let text)): fields = ["message": .string(text)]
        case .json(let value): fields = ["message": .string(value.serialized())]
        case .text(let text): fields = Self.fields(of: text)
        case .form(let form): fields = Self.fields(of: form.fields)
        case .bytes:
            throw Rejection(.unsupportedMediaType, "Send JSON, a form, XML or text in UTF-8.")
        }
    }

    /// The fields of a form: those of the JSON in `payload` where that is all there is, as Slack's webhooks have it, and the
    /// text itself where that was sent as a form without values, as `curl -d 'It is done.'` does.
    private static func fields(of form: FormFields) -> JSONObject {
        if form.count == 1, let payload = form["payload"] { return fields(of: payload) }
        if !form.isEmpty, form.allSatisfy(\.value.isEmpty) {
            return fields(of: form.map(\.name).joined(separator: "&"))
        }
        return JSONObject(form.map { JSONObject.Member($0.name, .string($0.value)) })
    }

    /// A text as a message, or the object that it is in JSON. Of XML only the text counts.
    private static func fields(of text: String) -> JSONObject {
        if text.utf8.first == UInt8(ascii: "{"), case .object(let object)? = try? JSONValue(parsing: Array(text.utf8)) {
            return object
        }
        return ["message": .string(text.utf8.first == UInt8(ascii: "<") ? text.withoutMarkup : text)]
    }
}

extension String {
    /// The text of XML without its tags, and with what its five entities stand for (www.w3.org/TR/xml, 4.6).
    fileprivate var withoutMarkup: String {
        let text = split(separator: "<", omittingEmptySubsequences: false).enumerated()
            .map { $0.offset == 0 ? $0.element : $0.element.drop { $0 != ">" }.dropFirst() }.joined(separator: " ")
        // The ampersand comes last, so that `&amp;lt;` becomes `&lt;`.
        let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        return entities.reduce(text) { text, entity in
            text.split(separator: entity.0, omittingEmptySubsequences: false).joined(separator: entity.1)
        }
    }
}
