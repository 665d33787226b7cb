/// A row's methods, to be called with the rule, body kind and handler: `.post("/deploys", .json, deployed)`.
///
/// The handler is an ordinary method of the plugin, `async` or not, that may throw. Its parameters are the delivery, if
/// the row names a body kind, and one value for each placeholder, by position. Its result becomes the response; a
/// handler that returns nothing sends an empty 200. A row without a rule is at `/` followed by the plugin's name.
public struct RouteRow<Owner: Plugin>: Sendable {
    let methods: [HTTPRequest.Method]
}

extension RouteRow {
    /// A row whose handler takes the rule's values and returns a reply.
    public func callAsFunction<Answer: Reply, each Value: ParameterValue>(
        _ rule: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) async throws -> Answer
    ) -> Route<Owner> {
        row(rule, handler) { try $0.outcome() }
    }

    /// A row whose handler takes the rule's values and returns nothing.
    public func callAsFunction<each Value: ParameterValue>(
        _ rule: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) async throws -> Void
    ) -> Route<Owner> {
        row(rule, handler) { .handled() }
    }

    /// A row whose handler takes the delivery and the rule's values, and returns a reply.
    public func callAsFunction<Body: Sendable, Answer: Reply, each Value: ParameterValue>(
        _ rule: String,
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>, repeat each Value) async throws -> Answer
    ) -> Route<Owner> {
        row(rule, kind, handler) { try $0.outcome() }
    }

    /// A row whose handler takes the delivery and the rule's values, and returns nothing.
    public func callAsFunction<Body: Sendable, each Value: ParameterValue>(
        _ rule: String,
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>, repeat each Value) async throws -> Void
    ) -> Route<Owner> {
        row(rule, kind, handler) { .handled() }
    }

    /// A row at `/<plugin name>` whose handler returns a reply.
    public func callAsFunction<Answer: Reply>(
        _ handler: @escaping @Sendable (Owner) -> @Sendable () async throws -> Answer
    ) -> Route<Owner> {
        row(nil, handler) { try $0.outcome() }
    }

    /// A row at `/<plugin name>` whose handler returns nothing.
    public func callAsFunction(
        _ handler: @escaping @Sendable (Owner) -> @Sendable () async throws -> Void
    ) -> Route<Owner> {
        row(nil, handler) { .handled() }
    }

    /// A row at `/<plugin name>` whose handler takes the delivery and returns a reply.
    public func callAsFunction<Body: Sendable, Answer: Reply>(
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>) async throws -> Answer
    ) -> Route<Owner> {
        row(nil, kind, handler) { try $0.outcome() }
    }

    /// A row at `/<plugin name>` whose handler takes the delivery and returns nothing.
    public func callAsFunction<Body: Sendable>(
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>) async throws -> Void
    ) -> Route<Owner> {
        row(nil, kind, handler) { .handled() }
    }
}

extension RouteRow {
    private func row<Answer, each Value: ParameterValue>(
        _ rule: String?,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) async throws -> Answer,
        answer: @escaping @Sendable (Answer) throws -> HandlerOutcome
    ) -> Route<Owner> {
        let bind = { @Sendable (request: Request, texts: [String]) throws -> HandlerCall<Owner>.Run in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            return { owner in try answer(try await handler(owner)(repeat each values)) }
        }
        return Route(
            methods: methods, rule: rule, bodyKind: nil, parameters: parameterTypes(repeat (each Value).self),
            bind: bind)
    }

    private func row<Body: Sendable, Answer, each Value: ParameterValue>(
        _ rule: String?,
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>, repeat each Value) async throws -> Answer,
        answer: @escaping @Sendable (Answer) throws -> HandlerOutcome
    ) -> Route<Owner> {
        let bind = { @Sendable (request: Request, texts: [String]) throws -> HandlerCall<Owner>.Run in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            let delivery = Delivery(body: try kind.decode(request), request: request)
            return { owner in try answer(try await handler(owner)(delivery, repeat each values)) }
        }
        return Route(
            methods: methods, rule: rule, bodyKind: kind.description,
            parameters: parameterTypes(repeat (each Value).self), bind: bind)
    }
}
