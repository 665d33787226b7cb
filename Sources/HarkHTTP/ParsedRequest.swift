private import HTTPTypes
private import Synchronization

/// What a request contains, parsed once for all readers, the verifier, the event lookup and the handler: each part when
/// it is first needed.
package final class ParsedRequest: Sendable {
    private struct Parts {
        var mediaType: MediaType??
        var query: FormFields?
        var json: Result<JSONDocument, JSONSyntaxError>?
        var form: Result<Form, FormError>?
    }

    private let target: RequestTarget
    private let headers: HTTPFields
    private let body: [UInt8]
    private let parts = Mutex(Parts())

    /// The content of a request, which may be malformed.
    package init(_ request: Request) {
        target = request.target
        headers = request.headers
        body = request.body
    }

    /// The media type of the body.
    var mediaType: MediaType? { parts.withLock { mediaType(in: &$0) } }

    private func mediaType(in parts: inout Parts) -> MediaType? {
        if let known = parts.mediaType { return known }
        let mediaType = headers.mediaType
        parts.mediaType = .some(mediaType)
        return mediaType
    }

    /// The fields of the query string.
    var query: FormFields {
        parts.withLock { parts in
            let query = parts.query ?? target.fields
            parts.query = query
            return query
        }
    }

    /// The body as JSON.
    func json() throws(JSONSyntaxError) -> JSONDocument {
        try parts.withLock { parts in
            let result = parts.json ?? Result { () throws(JSONSyntaxError) in try JSONDocument(parsing: body) }
            parts.json = result
            return result
        }.get()
    }

    /// The body as a form.
    func form() throws(FormError) -> Form {
        try parts.withLock { parts in
            if let known = parts.form { return known }
            let mediaType = mediaType(in: &parts)
            let result = Result { () throws(FormError) in try Form(mediaType, body: body) }
            parts.form = result
            return result
        }.get()
    }
}

extension HTTPFields {
    fileprivate var mediaType: MediaType? { text(of: .contentType).flatMap(MediaType.init) }
}

extension RequestTarget {
    fileprivate var fields: FormFields { FormFields(urlEncoded: (query ?? "").utf8) }
}

extension Request {
    /// The media type of the body, or nil if the sender gave no valid one.
    public var mediaType: MediaType? { if let parsed { parsed.mediaType } else { headers.mediaType } }

    /// The fields of the query string, empty if there is no query. The server's limit on the target's length bounds
    /// their number.
    public var query: FormFields { if let parsed { parsed.query } else { target.fields } }

    /// The body as JSON.
    /// - Throws: why it is not JSON.
    package func json() throws(JSONSyntaxError) -> JSONDocument {
        if let parsed { try parsed.json() } else { try JSONDocument(parsing: body) }
    }

    /// The body as a form.
    /// - Throws: why it is not a form.
    package func parsedForm() throws(FormError) -> Form {
        if let parsed { try parsed.form() } else { try Form(headers.mediaType, body: body) }
    }
}
