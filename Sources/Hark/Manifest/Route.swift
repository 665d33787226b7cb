/// One row of a manifest's route table: methods, URL rule, body kind, and the method of the plugin that handles it.
///
/// ```swift
/// .post("/deploys/<service>", .json, announceDeploy)
///     .verified(by: .github, with: \.secret)
///     .limited(to: 60, per: .seconds(60))
///
/// func announceDeploy(_ delivery: Delivery<Deploy>, service: String) async throws {
///     try await chat.announce("\(service) \(delivery.body.version) is live.")
/// }
/// ```
public struct Route<Owner: Plugin>: Sendable {
    /// Reads the values for the plugin's method from a request whose body has arrived, and returns the call. The texts
    /// are the values of the rule's placeholders.
    typealias Bind = @Sendable (Request, [String]) throws -> HandlerCall<Owner>.Run

    /// The methods that the row answers; a `GET` row answers `HEAD` too.
    public let methods: [HTTPRequest.Method]

    /// The URL rule in Flask's syntax; nil for `/` followed by the plugin's name.
    public let rule: String?

    /// How the body is decoded for the method; nil if it takes no body.
    public let bodyKind: BodyDescription?

    /// The types of the placeholders' values, in order.
    public let parameters: [any ParameterValue.Type]

    /// Longest body, in bytes; nil means `HARK_HTTP_BODY_LIMIT`. A longer one is answered 413.
    public private(set) var bodyLimit: Int?

    /// Longest time for the handler; nil means `HARK_HTTP_HANDLER_TIMEOUT`. After that the sender is answered 503.
    public private(set) var deadline: Duration?

    /// What a request must prove before the handler sees it.
    public internal(set) var trust = RouteTrust<Owner>()

    /// Whether its deliveries are stored and acknowledged before they are handled.
    public internal(set) var durability = RouteDurability.automatic

    let bind: Bind

    init(
        methods: [HTTPRequest.Method],
        rule: String?,
        bodyKind: BodyDescription?,
        parameters: [any ParameterValue.Type],
        bind: @escaping Bind
    ) {
        self.methods = methods
        self.rule = rule
        self.bodyKind = bodyKind
        self.parameters = parameters
        self.bind = bind
    }

    /// The same row with its own body limit, in bytes.
    public func accepting(atMost bytes: Int) -> Route {
        var row = self
        row.bodyLimit = bytes
        return row
    }

    /// The same row with its own deadline for the handler's answer.
    public func answering(within deadline: Duration) -> Route {
        var row = self
        row.deadline = deadline
        return row
    }
}

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
