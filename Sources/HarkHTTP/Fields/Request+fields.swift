private import HTTPTypes

extension Request {
    /// The media type of the body, or nil when the sender gave none that can be read.
    public var mediaType: MediaType? { headers[.contentType].flatMap(MediaType.init) }

    /// What the sender wants to be answered with; without an `Accept` field, anything.
    public var accept: Accept { Accept(headers[.accept] ?? "") }
}
