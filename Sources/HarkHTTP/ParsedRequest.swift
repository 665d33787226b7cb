private import HTTPTypes
private import Synchronization

/// What a request contains, parsed once for all readers: the verifier, the event lookup and the handler. A body is
/// parsed when it is first needed.
package final class ParsedRequest: Sendable {
    /// The media type of the body, or nil if the sender gave no valid one.
    let mediaType: MediaType?

    /// The fields of the query string.
    let query: FormFields

    private let body: [UInt8]
    private let jsonResult = Mutex<Result<JSONDocument, JSONSyntaxError>?>(nil)
    private let formResult = Mutex<Result<Form, FormError>?>(nil)

    /// The content of a request, which may be malformed.
    package init(_ request: Request) {
        mediaType = request.mediaType
        query = request.query
        body = request.body
    }

    /// The body as JSON.
    func json() throws(JSONSyntaxError) -> JSONDocument {
        try jsonResult.withLock { known in
            let result = known ?? Result { () throws(JSONSyntaxError) in try JSONDocument(parsing: body) }
            known = result
            return result
        }.get()
    }

    /// The body as a form.
    func form() throws(FormError) -> Form {
        try formResult.withLock { known in
            let result = known ?? Result { () throws(FormError) in try Form(mediaType, body: body) }
            known = result
            return result
        }.get()
    }
}

extension Request {
    /// The media type of the body, or nil if the sender gave no valid one.
    public var mediaType: MediaType? {
        if let parsed { parsed.mediaType } else { headers.text(of: .contentType).flatMap(MediaType.init) }
    }

    /// The fields of the query string, empty if there is no query. The server's limit on the target's length bounds
    /// their number.
    public var query: FormFields {
        if let parsed { parsed.query } else { FormFields(urlEncoded: (target.query ?? "").utf8) }
    }

    /// The body as JSON.
    /// - Throws: why it is not JSON.
    package func json() throws(JSONSyntaxError) -> JSONDocument {
        if let parsed { try parsed.json() } else { try JSONDocument(parsing: body) }
    }

    /// The body as a form.
    /// - Throws: why it is not a form.
    package func parsedForm() throws(FormError) -> Form {
        if let parsed { try parsed.form() } else { try Form(mediaType, body: body) }
    }
}
