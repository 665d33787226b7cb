/// A place in a request where a value stands.
public enum ValueSource: Sendable, Hashable {
    /// A header field.
    case header(String)
    /// A field of the query string.
    case query(String)
    /// A field of the body: of a form, or of JSON by its path, such as `event.id`; `*` stands for every element of a
    /// list, whose values are joined: `alerts.*.fingerprint`.
    case field(String)
}

extension ValueSource: CustomStringConvertible {
    /// The place as a log names it: `header X-GitHub-Delivery`.
    public var description: String {
        switch self {
        case .header(let name): "header \(name)"
        case .query(let name): "query field \(name)"
        case .field(let path): "body field \(path)"
        }
    }
}
