extension Route {
    /// A row for `GET`, and `HEAD` with it.
    public static var get: RouteRow<Owner> { on(.get) }

    /// A row for `POST` alone.
    public static var post: RouteRow<Owner> { on(.post) }

    /// A row for `PUT`.
    public static var put: RouteRow<Owner> { on(.put) }

    /// A row for `PATCH`.
    public static var patch: RouteRow<Owner> { on(.patch) }

    /// A row for `DELETE`.
    public static var delete: RouteRow<Owner> { on(.delete) }

    /// A row for the given methods: `.on(.post, .head)("/trello", .json, moved)`.
    public static func on(_ methods: HTTPRequest.Method...) -> RouteRow<Owner> { RouteRow(methods: methods) }
}
