/// A body whose shape the row leaves open: what the sender's media type makes of it.
public enum Payload: Sendable, Equatable {
    /// `application/json` and `+json`: the value, whatever it is. Also an object or array that `curl -d` calls a form.
    case json(JSONValue)
    /// `application/x-www-form-urlencoded` and `multipart/form-data`: the fields and files.
    case form(Form)
    /// Anything else that is UTF-8, and what is sent as an urlencoded form and cannot be one.
    case text(String)
    /// Anything else.
    case bytes([UInt8])
}
