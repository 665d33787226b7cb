extension Request {
    /// The fields of the query string, none when there is no query. How many there can be is bounded by the longest
    /// target that the server accepts.
    public var query: FormFields { FormFields(urlEncoded: (target.query ?? "").utf8) }
}
