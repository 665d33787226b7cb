private import HTTPTypes

extension Response {
    /// The same response with one more cookie to set.
    public func setting(_ cookie: SetCookie) -> Response { with(.setCookie, cookie.description) }
}
