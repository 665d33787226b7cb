import Hark

extension Request {
    /// The JSON of a payload, whichever of the two content types the webhook was given.
    ///
    /// A form has it in the field `payload`, or in a file sent in its place, as `curl -F payload=@push.json` does.
    /// - Throws: `Rejection`, 415 for another media type, 400 for a malformed form or one without the field `payload`.
    func gitHubPayload() throws(Rejection) -> [UInt8] {
        if mediaType?.isJSON == true { return body }
        guard let payload = try form().text(of: "payload") else {
            throw Rejection(.badRequest, "The form has no field “payload”.")
        }
        return Array(payload.utf8)
    }
}
