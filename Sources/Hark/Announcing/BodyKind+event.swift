extension BodyKind where Body == WebhookEvent {
    /// A payload of one of the table's events: JSON, or JSON in a field of a form. Anything else is answered 415, what is
    /// not JSON 400.
    public static func event(of table: EventTable) -> BodyKind {
        BodyKind(".event") { request in
            let payload = try request.payload(inField: table.formField)
            let name =
                switch table.source {
                case .header(let name): request.headers[name].map { UntrustedText($0) }
                case .query(let name): request.query[name].map { UntrustedText($0) }
                case .field(let path): payload[path: path].asText
                }
            return table.webhookEvent(name, payload)
        }
    }
}

extension Request {
    /// The payload, whichever of the two content types the webhook was given.
    ///
    /// A form has it in the given field, or in a file sent in its place, as `curl -F payload=@push.json` does.
    fileprivate func payload(inField field: String) throws(Rejection) -> PayloadView {
        var json = body
        if mediaType?.isForm == true {
            guard let text = try form().text(of: field) else {
                throw Rejection(.badRequest, "The form has no field “\(field)”.")
            }
            json = Array(text.utf8)
        } else if mediaType?.isJSON != true {
            throw Rejection(.unsupportedMediaType, "Send the payload as application/json.")
        }
        do { return PayloadView(try JSONValue(parsing: json)) } catch {
            throw Rejection(.badRequest, "The payload is not JSON: \(error)")
        }
    }
}
