/// How a row decodes a request's body before its handler gets it.
public struct BodyKind<Body: Sendable>: Sendable {
    package let description: BodyDescription
    package let decode: @Sendable (Request) throws -> Body

    /// A custom kind. `decode` throws a `Rejection` for a body that it cannot decode.
    public init(_ name: String, decode: @escaping @Sendable (Request) throws -> Body) {
        self.init(name, in: .any, decode: decode)
    }

    package init(_ name: String, in format: BodyFormat, decode: @escaping @Sendable (Request) throws -> Body) {
        self.description = BodyDescription(name: name, type: Body.self, format: format)
        self.decode = decode
    }
}

/// A body kind as lists of routes show it.
public struct BodyDescription: Sendable {
    /// The kind as a row writes it: `.json`, `.form("payload")`.
    public let name: String
    /// The type that the body is decoded to.
    public let type: any Sendable.Type
    /// What a sender has to send.
    package let format: BodyFormat
}

/// The format in which a body is sent.
package enum BodyFormat: Sendable, Equatable {
    /// JSON of the row's type.
    case json
    /// Text in UTF-8.
    case text
    /// A form whose fields are of the row's type.
    case form
    /// A form with the value in the field of this name.
    case formField(String)
    /// A provider's event: JSON, or a form with JSON in one field.
    case event
    /// Whatever the handler can read.
    case any
}

extension BodyKind where Body == [UInt8] {
    /// The exact bytes.
    public static var raw: BodyKind { BodyKind(".raw") { $0.body } }
}

extension BodyKind where Body == String {
    /// Text in UTF-8; anything else is answered 400.
    public static var text: BodyKind {
        BodyKind(".text", in: .text) { request in
            guard let text = String(untrustedUTF8: request.body) else {
                throw Rejection(.badRequest, "The body is not UTF-8 text.")
            }
            return text
        }
    }
}

extension BodyKind where Body == Payload {
    /// The type that the media type implies: a JSON value, a form, text, or bytes.
    public static var payload: BodyKind { BodyKind(".payload") { try Payload($0) } }
}

extension BodyKind where Body: Decodable {
    /// JSON, decoded to the handler's type, dates as RFC 3339 writes them. Another media type is answered 415, a body
    /// that does not decode 400 with the line and column or the coding path.
    public static var json: BodyKind {
        BodyKind(".json", in: .json) { request in
            guard request.mediaType?.isJSON == true else {
                throw Rejection(.unsupportedMediaType, "Send the body as application/json.")
            }
            return try decodeJSON(Body.self) { () throws(JSONSyntaxError) in try request.json() }
        }
    }

    /// A form, urlencoded or multipart, decoded to the handler's type. Another media type is answered 415, fields that
    /// do not decode 400.
    public static var form: BodyKind {
        BodyKind(".form", in: .form) { request in
            let form = try request.form()
            do {
                return try FormDecoder().decode(Body.self, from: form.fields)
            } catch let error as DecodingError {
                throw Rejection(.badRequest, "The form does not decode: \(error.summary)")
            }
        }
    }

    /// One field of a form, urlencoded or multipart: decoded from JSON to the handler's type, or as it is when that is
    /// a `String`. A form without the field is answered 400.
    public static func form(_ field: String) -> BodyKind {
        BodyKind(".form(\"\(field)\")", in: .formField(field)) { request in
            guard let text = try request.form().text(of: field) else {
                throw Rejection(.badRequest, "The form has no field “\(field)”.")
            }
            if let text = text as? Body { return text }
            return try decodeJSON(Body.self, from: Array(text.utf8), named: "Field “\(field)”")
        }
    }
}
