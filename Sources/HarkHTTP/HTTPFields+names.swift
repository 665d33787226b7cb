public import HTTPTypes

extension HTTPField.Name {
    /// A field name that is written in the source. An invalid one (RFC 9110, 5.1) is a programming error and stops the
    /// process at its first use; no input can cause this.
    public init(constant name: StaticString) {
        guard let name = HTTPField.Name(name.description) else {
            preconditionFailure("\(name) is not a valid field name")
        }
        self = name
    }
}

extension HTTPFields {
    /// The same as `self[name]`, without building a new string for a field that occurs once.
    package func text(of name: HTTPField.Name) -> String? {
        let values = self[values: name]
        return values.count > 1 ? self[name] : values.first
    }

    /// The value of a field by its name in any case, such as `headers["X-GitHub-Event"]`; several are joined with `, `.
    /// Setting replaces all of them, or removes them with nil. An invalid name has no value and is not set.
    public subscript(_ name: String) -> String? {
        get { HTTPField.Name(name).flatMap { text(of: $0) } }
        set { if let name = HTTPField.Name(name) { self[name] = newValue } }
    }
}

extension HTTPRequest.Method {
    /// The methods that routes can have (RFC 9110, 9.3; RFC 5789). The server itself answers all others.
    public static let routable: [HTTPRequest.Method] = [.get, .head, .post, .put, .patch, .delete, .options]
}
