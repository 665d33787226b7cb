import Hark

extension Request {
    /// The JSON of a payload, whichever of the two content types the webhook was given.
    ///
    /// A form has it in the field `payload`, or in a file sent in its place, as `curl -F payload=@push.json` does.
    /// - Throws: `Rejection`, 415 for another media type, 400 for a malformed form or one without the field `payload`.
    func gitHubPayload() throws(Rejection) -> [UInt8] {
        let contentType = headers[.contentType] ?? ""
        if MediaType(contentType)?.isJSON == true { return body }
        let form = try form(contentType)
        if let text = form.fields["payload"] { return Array(text.utf8) }
        if let file = form.files.first(where: { $0.name == "payload" }) { return file.bytes }
        throw Rejection(.badRequest, "The form has no field “payload”.")
    }

    private func form(_ contentType: String) throws(Rejection) -> Form {
        do {
            return try Form(contentType: contentType, body: body)
        } catch {
            throw Rejection(error.isUnsupportedMediaType ? .unsupportedMediaType : .badRequest, "\(error)")
        }
    }
}
