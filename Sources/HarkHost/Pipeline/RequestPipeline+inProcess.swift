extension RequestPipeline {
    /// Longest body without a socket, for a route without a limit of its own, in bytes.
    package static let inProcessBodyLimit = 1 << 20

    /// Answers a request through the whole pipeline without a socket: routing, limits, decoding, handler.
    ///
    /// As over a socket, a body beyond the route's limit is answered 413 and a `HEAD` request gets no content.
    public func respond(to request: Request) async -> Response { await respond(to: request, isTrusted: false) }

    /// - Parameters:
    ///   - isTrusted: whether an admin made it: allow lists, rate limits and duplicates do not matter then.
    ///   - receipt: learns which stored delivery it becomes.
    package func respond(to request: Request, isTrusted: Bool, receipt: DeliveryReceipt? = nil) async -> Response {
        var head = request
        head.body = []
        let context = context(of: head, isTrusted: isTrusted, receipt: receipt)
        let (admission, endpoint) = admit(head, context)
        let limit: Int? =
            switch admission.body {
            case .read(let limit): limit ?? Self.inProcessBodyLimit
            case .discard: Self.inProcessBodyLimit
            case .leave: nil
            }
        var response: Response
        if let limit, request.body.count > limit {
            let outcome = RequestOutcome(
                answer: request.refusal(.contentTooLarge, "The body is too large."),
                refusal: "its body has \(request.body.count) bytes, and \(limit) are taken")
            response = complete(outcome, of: context.request(request), context, endpoint)
        } else {
            response = await admission.respond(request)
        }
        if request.method == .head { response.body = [] }
        return response
    }
}
