import Hark

extension Request {
    /// The JSON of a payload, whichever of the two content types the webhook was given.
    /// - Throws: `Rejection`, 415 for another media type, 400 for a malformed form or one without the field `payload`.
    func gitHubPayload() throws(Rejection) -> [UInt8] {
        let contentType = headers[.contentType] ?? ""
        if MediaType(contentType)?.isJSON == true { return body }
        guard let payload = try form(contentType).fields["payload"] else {
            throw Rejection(.badRequest, "The form has no field “payload”.")
        }
        return Array(payload.utf8)
    }

    private func form(_ contentType: String) throws(Rejection) -> Form {
        do {
            return try Form(contentType: contentType, body: body)
        } catch {
            throw Rejection(error.isUnsupportedMediaType ? .unsupportedMediaType : .badRequest, "\(error)")
        }
    }
}
