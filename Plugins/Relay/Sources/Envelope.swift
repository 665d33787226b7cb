import HarkEvents

private import struct FoundationEssentials.Data

/// A payload, taken out of the envelope in which a broker delivers it.
struct Envelope {
    /// The fields of the envelope and, where no field of it has the same name, those of what is within.
    let fields: JSONObject

    /// The fields of what is within; those of the payload itself if it is no envelope.
    let content: JSONObject

    /// A payload that is no envelope.
    init(content: JSONObject) {
        fields = content
        self.content = content
    }

    /// Opens an envelope that is one: an event of CloudEvents or a message of Google Pub/Sub.
    init(_ payload: JSONObject) {
        self = Self.cloudEvent(payload) ?? Self.pubSubMessage(payload) ?? Envelope(content: payload)
    }

    private init(_ envelope: JSONObject, around content: JSONObject) {
        fields = envelope.adding(content)
        self.content = content
    }

    /// An event in JSON (github.com/cloudevents/spec, "JSON Event Format"): its `data` is any value, or bytes in
    /// base64.
    private static func cloudEvent(_ payload: JSONObject) -> Envelope? {
        guard let type = payload["type"], payload["specversion"]?.stringValue != nil else { return nil }
        var envelope = payload
        if let data = payload["data"] {
            envelope["data"] = data.stringValue.flatMap { JSONValue(in: $0) } ?? data
        } else {
            envelope["data"] = payload["data_base64"].flatMap(decoded)
        }
        // Who did it is an attribute of Harbor's events.
        var attributes: JSONObject = ["type": type]
        attributes["operator"] = payload["operator"]
        return Envelope(envelope, around: envelope["data"].map { attributes.adding(members(of: $0)) } ?? payload)
    }

    /// A message that a push subscription delivers (cloud.google.com/pubsub/docs/push, "Receive push messages"): its
    /// `data` is in base64. One without data only has attributes.
    private static func pubSubMessage(_ payload: JSONObject) -> Envelope? {
        guard var message = payload["message"]?.objectValue, payload["subscription"] != nil else { return nil }
        guard let data = message["data"].flatMap(decoded) else {
            return message["attributes"]?.objectValue.map { Envelope(payload, around: $0) }
        }
        message["data"] = data
        var envelope = payload
        envelope["message"] = .object(message)
        return Envelope(envelope.adding(["data": data]), around: members(of: data))
    }

    /// The members of an object, or any other value as a message.
    private static func members(of value: JSONValue) -> JSONObject {
        if case .object(let object) = value { return object }
        return ["message": value]
    }

    /// The JSON, or the text, that a text in base64 encodes (RFC 4648, 4 and 5); nil if it encodes neither.
    private static func decoded(_ value: JSONValue) -> JSONValue? {
        guard let written = value.stringValue else { return nil }
        let usual = written.utf8.lazy.filter { $0 != UInt8(ascii: "=") }.map { byte in
            byte == UInt8(ascii: "-") ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
        }
        let digits = String(decoding: Array(usual), as: UTF8.self)
        let padding = String(repeating: "=", count: (4 - digits.utf8.count % 4) % 4)
        guard let bytes = Data(base64Encoded: digits + padding),
            let text = String(validating: bytes, as: UTF8.self), !text.isEmpty
        else { return nil }
        return (try? JSONValue(parsing: Array(bytes))) ?? .string(UntrustedText(text).verbatim)
    }
}

extension Content {
    /// The content with the attributes of an event of CloudEvents that are in the fields of a request's header instead
    /// of the payload (github.com/cloudevents/spec, "HTTP Protocol Binding", 3.1); unchanged if there are none.
    func adding(eventAttributes headers: HTTPFields) -> Content {
        guard headers["ce-specversion"] != nil, let type = headers["ce-type"], !type.isEmpty else { return self }
        var attributes: JSONObject = ["type": .string(type)]
        let summarized = attributes.adding(summarized)
        for name in ["id", "source", "subject", "time"] {
            attributes[name] = headers["ce-\(name)"].map { .string($0) }
        }
        attributes["data"] = elements.map { .array($0) } ?? .object(self.summarized)
        return Content(fields: attributes.adding(fields), summarized: summarized, elements: elements)
    }
}
