// Rows for methods that are not `async`: they are called like any function, without a task.

extension RouteRow {
    /// A row whose handler takes the rule's values and answers.
    public func callAsFunction<Answer: Reply, each Value: ParameterValue>(
        _ rule: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) throws -> Answer
    ) -> Route<Owner> {
        row(rule, handler) { try $0.response() }
    }

    /// A row whose handler takes the rule's values and answers nothing.
    public func callAsFunction<each Value: ParameterValue>(
        _ rule: String,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) throws -> Void
    ) -> Route<Owner> {
        row(rule, handler) { Response() }
    }

    /// A row whose handler takes the delivery and the rule's values, and answers.
    public func callAsFunction<Body: Sendable, Answer: Reply, each Value: ParameterValue>(
        _ rule: String,
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>, repeat each Value) throws -> Answer
    ) -> Route<Owner> {
        row(rule, kind, handler) { try $0.response() }
    }

    /// A row whose handler takes the delivery and the rule's values, and answers nothing.
    public func callAsFunction<Body: Sendable, each Value: ParameterValue>(
        _ rule: String,
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>, repeat each Value) throws -> Void
    ) -> Route<Owner> {
        row(rule, kind, handler) { Response() }
    }

    /// A row at `/<plugin name>` whose handler answers.
    public func callAsFunction<Answer: Reply>(
        _ handler: @escaping @Sendable (Owner) -> @Sendable () throws -> Answer
    ) -> Route<Owner> {
        row(nil, handler) { try $0.response() }
    }

    /// A row at `/<plugin name>` whose handler answers nothing.
    public func callAsFunction(
        _ handler: @escaping @Sendable (Owner) -> @Sendable () throws -> Void
    ) -> Route<Owner> {
        row(nil, handler) { Response() }
    }

    /// A row at `/<plugin name>` whose handler takes the delivery and answers.
    public func callAsFunction<Body: Sendable, Answer: Reply>(
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>) throws -> Answer
    ) -> Route<Owner> {
        row(nil, kind, handler) { try $0.response() }
    }

    /// A row at `/<plugin name>` whose handler takes the delivery and answers nothing.
    public func callAsFunction<Body: Sendable>(
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>) throws -> Void
    ) -> Route<Owner> {
        row(nil, kind, handler) { Response() }
    }
}

extension RouteRow {
    private func row<Answer, each Value: ParameterValue>(
        _ rule: String?,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (repeat each Value) throws -> Answer,
        answer: @escaping @Sendable (Answer) throws -> Response
    ) -> Route<Owner> {
        let types = parameterTypes(repeat (each Value).self)
        let invoke = Route<Owner>.Invoke.immediate { owner, _, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            return try answer(try handler(owner)(repeat each values))
        }
        return Route(methods: methods, rule: rule, bodyKind: nil, parameters: types, invoke: invoke)
    }

    private func row<Body: Sendable, Answer, each Value: ParameterValue>(
        _ rule: String?,
        _ kind: BodyKind<Body>,
        _ handler: @escaping @Sendable (Owner) -> @Sendable (Delivery<Body>, repeat each Value) throws -> Answer,
        answer: @escaping @Sendable (Answer) throws -> Response
    ) -> Route<Owner> {
        let types = parameterTypes(repeat (each Value).self)
        let invoke = Route<Owner>.Invoke.immediate { owner, request, texts in
            var binding = ParameterBinding(texts)
            let values = (repeat try binding.next((each Value).self))
            let delivery = Delivery(body: try kind.decode(request), request: request)
            return try answer(try handler(owner)(delivery, repeat each values))
        }
        return Route(methods: methods, rule: rule, bodyKind: kind.description, parameters: types, invoke: invoke)
    }
}
