/// A body whose type the row leaves open: decoded as the sender's media type says.
public enum Payload: Sendable, Equatable {
    /// `application/json` and `+json`: the value. Also an object or array that `curl -d` labels as a form.
    case json(JSONValue)
    /// `application/x-www-form-urlencoded` and `multipart/form-data`: the fields and files.
    case form(Form)
    /// Any other UTF-8, and a body that is labelled as a urlencoded form but cannot be one.
    case text(String)
    /// Anything else.
    case bytes([UInt8])
}

extension Request {
    /// The fields and files of a form.
    /// - Throws: `Rejection`, 415 for another media type and 400 for a malformed form.
    public func form() throws(Rejection) -> Form {
        do {
            return try parsedForm()
        } catch {
            throw Rejection(error.isUnsupportedMediaType ? .unsupportedMediaType : .badRequest, "\(error)")
        }
    }
}

extension Form {
    /// The text of a field, or of a file sent instead; nil if there is neither, or the file is not UTF-8.
    public func text(of field: String) -> String? {
        if let text = fields[field] { return text }
        return files.first { $0.name == field }.flatMap { String(untrustedUTF8: $0.bytes) }
    }
}

extension Payload {
    /// Decodes a body by its media type. If it is labelled as a urlencoded form but cannot be one, as with `curl -d 'It
    /// is done.'`, the type is guessed.
    /// - Throws: `Rejection` 400 for a body that is labelled as JSON or a form but is not.
    init(_ request: Request) throws(Rejection) {
        let claimed = request.mediaType
        let type = claimed?.essence == MediaType.form.essence ? MediaType(guessedOf: request.body) : claimed
        if type?.isJSON == true {
            do { self = .json(try request.json().root.value) } catch {
                throw Rejection(.badRequest, "The body is not JSON: \(error)")
            }
        } else if type?.isForm == true {
            self = .form(try request.form())
        } else if let text = String(untrustedUTF8: request.body) {
            self = .text(text)
        } else {
            self = .bytes(request.body)
        }
    }
}
