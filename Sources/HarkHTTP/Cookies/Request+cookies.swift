private import HTTPTypes

extension Request {
    /// The cookies, in the order sent.
    public var cookies: [Cookie] { Array(headers[values: .cookie].flatMap(Cookie.list).prefix(Cookie.limit)) }
}
