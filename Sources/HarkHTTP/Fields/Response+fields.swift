public import HTTPTypes

extension Response {
    /// The same response with a header field set to one value, whatever it had before. `with(_:_:)` adds a value
    /// instead.
    public func setting(_ name: HTTPField.Name, _ value: String) -> Response {
        var response = self
        response.headers[name] = value
        return response
    }
}
